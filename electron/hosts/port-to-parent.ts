import type { EnginePort } from '#shared/engine-protocol/port.ts';

/**
 * The channel of a Node process to the process that has forked it; the process ends with the channel. Null if
 * it was not forked.
 */
export function portToParent(): EnginePort | null {
  const send = process.send?.bind(process);
  if (send === undefined) return null;
  // Ctrl+C reaches every process of a terminal; only the command line handles it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  process.on('disconnect', endAtOnce);
  return {
    // If a message cannot be sent, the parent was killed, which `disconnect` reports.
    postMessage: (message) => send(message, undefined, undefined, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      // There is no close to wait for: this process does not outlive its parent.
      if (event === 'message') process.on('message', listener);
    },
    close: () => process.disconnect(),
  };
}

/**
 * Node exits only when every thread of its pool has returned from the system, and one that opens a pipe
 * without a writer or waits for a silent name server may never do so. So this process is killed: either it
 * was closed, with nothing left to do, or its parent was killed. A run's file survives that, as it does when
 * its engine is killed.
 */
function endAtOnce(): void {
  // Node writes the requested profile while it exits.
  if (process.execArgv.some((arg) => arg.startsWith('--cpu-prof'))) process.exit(0);
  process.kill(process.pid, 'SIGKILL');
}
