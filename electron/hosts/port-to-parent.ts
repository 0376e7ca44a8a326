import type { EnginePort } from '#shared/engine-protocol/port.ts';

/**
 * The channel of a Node process to the one that has forked it, whose end is its own end too; null
 * where nobody has.
 */
export function portToParent(): EnginePort | null {
  const send = process.send?.bind(process);
  if (send === undefined) return null;
  // Ctrl+C reaches every process of a terminal; what it means is for the command line to say.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  process.on('disconnect', endAtOnce);
  return {
    // What cannot be sent is for a parent that was killed, which `disconnect` tells.
    postMessage: (message) => send(message, undefined, undefined, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      // There is no close to wait for: this process does not outlive its parent.
      if (event === 'message') process.on('message', listener);
    },
    close: () => process.disconnect(),
  };
}

/**
 * Node leaves only when every thread of its pool is back from the system, and one that opens a pipe
 * without a writer or asks a silent name server may never be. So this process is killed: whether it was
 * closed, with nothing left to do, or its parent was killed, which a run's file bears of its engine too.
 */
function endAtOnce(): void {
  // Node writes the profile it was asked for while it leaves.
  if (process.execArgv.some((arg) => arg.startsWith('--cpu-prof'))) process.exit(0);
  process.kill(process.pid, 'SIGKILL');
}
