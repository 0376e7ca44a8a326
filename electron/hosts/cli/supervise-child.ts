import type { EngineApi, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { superviseEngine } from '#shared/engine-protocol/supervise-engine.ts';
import { forkChild } from './fork-child.ts';

/**
 * The engine in a Node process of its own (`engine-child.ts`), so that a crash of it, caused by a page, ends
 * neither the command line nor the run.
 *
 * @param secrets the secrets for a run that is resumed
 */
export function superviseChild(
  dataDir: string,
  secrets: RunSecrets,
  say: (line: string) => void,
): EngineApi {
  return superviseEngine({
    start: () => forkChild('cli-engine', [dataDir]),
    log: {
      error: (message, error) =>
        say(error === undefined ? message : `${message}: ${String(error)}`),
    },
    onStatus({ message }) {
      if (message !== null) say(message);
    },
    secretsOf: async () => secrets,
    now: () => performance.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  });
}
