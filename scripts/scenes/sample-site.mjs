// @ts-check
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { dist } from '../build.mjs';

/**
 * The sample site in a process of its own, on free ports.
 * @returns {Promise<{ origin: string, stop: () => void }>} The origin of its shop.
 */
export function startSampleSite() {
  const child = fork(join(dist, 'sample-site.js'), ['--port', '0'], { stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once(
      'message',
      (/** @type {{ origins?: string[], error?: { message: string } }} */ told) => {
        const [origin] = told.origins ?? [];
        if (origin === undefined) reject(new Error(told.error?.message));
        else resolve({ origin, stop: () => void child.kill() });
      },
    );
  });
}
