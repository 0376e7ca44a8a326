// @ts-check
import { readFile, rm } from 'node:fs/promises';

/**
 * A task of over 50 ms on the page's thread.
 * @typedef {object} LongTask
 * @property {number} tookMs
 * @property {number} workedMs How much of that the thread was at work. On a busy machine a task also
 *   takes long because other processes have the processor; that is none of its doing.
 */

/**
 * The parts of an event in Chromium's trace format that are used: times in microseconds.
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {number} pid
 * @property {number} tid
 * @property {number} [dur]
 * @property {number} [tdur]
 * @property {{ readonly name?: string }} args
 */

const longUs = 50_000;

/**
 * Records the page's thread by Chromium's own trace. The returned function stops the recording and returns
 * its long tasks.
 * @param {{ readonly app: import('playwright').ElectronApplication }} launched
 * @returns {Promise<() => Promise<readonly LongTask[]>>}
 */
export async function watchLongTasks({ app }) {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      included_categories: ['disabled-by-default-devtools.timeline', '__metadata'],
      excluded_categories: ['*'],
      // Enough for some minutes; when the buffer is full, nothing more is recorded.
      trace_buffer_size_in_kb: 262_144,
    }),
  );
  return async () => {
    const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
    /** @type {{ readonly traceEvents: readonly TraceEvent[] }} */
    const { traceEvents } = JSON.parse(await readFile(file, 'utf8'));
    await rm(file);
    const threads = new Set(
      traceEvents
        .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
        .map(({ pid, tid }) => `${pid} ${tid}`),
    );
    if (threads.size === 0) throw new Error('The trace knows of no page.');
    return traceEvents
      .filter(({ name, pid, tid }) => name === 'RunTask' && threads.has(`${pid} ${tid}`))
      .filter(({ dur = 0 }) => dur > longUs)
      .map(({ dur = 0, tdur }) => {
        if (tdur === undefined)
          throw new Error('The trace does not tell how long a thread worked.');
        return { tookMs: Math.round(dur / 1000), workedMs: Math.round(tdur / 1000) };
      });
  };
}

/**
 * The longest time that the thread was at work in one of these tasks; 0 where there is none.
 * @param {readonly LongTask[]} tasks
 */
export function longestWorkMs(tasks) {
  return Math.max(0, ...tasks.map(({ workedMs }) => workedMs));
}

/**
 * For a measured figure: "none over 50 ms", or "2 over 50 ms: 61 ms (38 at work), …".
 * @param {readonly LongTask[]} tasks
 */
export function describeTasks(tasks) {
  if (tasks.length === 0) return 'no task over 50 ms';
  const each = tasks.map(({ tookMs, workedMs }) => `${tookMs} ms (${workedMs} at work)`);
  return `${tasks.length} over 50 ms: ${each.join(', ')}`;
}

/**
 * The same in a short form, for many tasks.
 * @param {readonly LongTask[]} tasks
 */
export function countTasks(tasks) {
  const worked = tasks.filter(({ workedMs }) => workedMs > longUs / 1000).length;
  return `${tasks.length} tasks over 50 ms by the clock, ${worked} at work, longest ${longestWorkMs(tasks)} ms at work`;
}
