// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { treeCpuMs } from '../measure/proc.mjs';

const program = fileURLToPath(new URL('./node-process.mjs', import.meta.url));

/**
 * A server on Node for machines without nginx: it only writes answers that were prepared before.
 * @param {{ pages: string, latencyMs: number }} site
 * @returns {Promise<import('./page-server.mjs').PageServer>}
 */
export async function startNode({ pages, latencyMs }) {
  // The server ends when its channel closes, also when this process is killed.
  const child = fork(program, [pages, String(latencyMs)], { detached: true });
  const ask = async (/** @type {string} */ question) => {
    const answered = once(child, 'message');
    child.send(question);
    const [answer] = await answered;
    return answer;
  };
  const [{ port }] = await once(child, 'message');
  return {
    kind: 'Node, one process',
    origin: `http://127.0.0.1:${port}`,
    seen: () => ask('seen'),
    forget: async () => void (await ask('forget')),
    cpuMs: () => treeCpuMs(child.pid ?? 0),
    close: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
