import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../dist/sample-site.js', import.meta.url));

/**
 * The server of the benchmarks: the built sample site in a process of its own, on free ports, so
 * that its work is not measured along with the engine's. Fetch `/bytes/N?size=12288&latency=0` of
 * any of its origins. Needs `npm run build` first.
 *
 * @returns {Promise<{ origins: readonly string[], pid: number | undefined, close(): Promise<void> }>}
 */
export function startStaticServer() {
  const child = fork(script, ['--port', '0', '--latency', '0'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
  const close = () => {
    if (child.connected) child.disconnect();
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.once(
      'message',
      (/** @type {{ origins?: string[], error?: { message: string } }} */ said) => {
        if (said.origins === undefined) reject(new Error(said.error?.message));
        else resolve({ origins: said.origins, pid: child.pid, close });
      },
    );
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(
        new Error(`The server of the benchmark ended with status ${code} before it was ready.`),
      );
    });
  });
}
