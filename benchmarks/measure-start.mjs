// @ts-check
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { spreadOf } from './measure/statistics.mjs';

const engine = fileURLToPath(new URL('../dist/cli-engine.js', import.meta.url));
const starts = 11;

/**
 * The start-up time of the engine: from the start of its process, as the command line starts it, until it has
 * answered its first command and can begin a run.
 * @param {{ folder: string, signal: AbortSignal }} choice
 */
export async function measureStart({ folder, signal }) {
  /** @type {number[]} */
  const took = [];
  for (let start = 0; start < starts; start += 1) {
    signal.throwIfAborted();
    const data = join(folder, `start-${start}`);
    await mkdir(data);
    took.push(await startOnce(data));
  }
  return { readyMs: spreadOf(took) };
}

/** @param {string} data */
async function startOnce(data) {
  const startedAt = performance.now();
  const child = fork(engine, [data], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const answered = once(child, 'message');
  child.send({ kind: 'call', id: 1, command: 'runs.list', params: { job: null } });
  const [answer] = await answered;
  const tookMs = performance.now() - startedAt;
  if (!answer.reply?.ok) throw new Error('The engine did not answer its first command.');
  child.disconnect();
  await ended;
  return tookMs;
}
