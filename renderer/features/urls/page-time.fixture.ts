import type { PageTime } from './page-time.ts';

/** Time for tests: pauses take no time, and timers run when the test calls them. */
export function testTime() {
  const timers = new Set<() => void>();
  let clock = 0;
  const time: PageTime = {
    // Every reading of the clock is far ahead of the last: each step is a turn of its own.
    now: () => {
      clock += 100;
      return clock;
    },
    breathe: () => Promise.resolve(),
    idle: () => Promise.resolve(),
    after: (_delayMs, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  };
  return {
    time,
    /** Runs the waiting timers. */
    runTimers() {
      const due = [...timers];
      timers.clear();
      for (const callback of due) callback();
    },
    get waiting() {
      return timers.size;
    },
  };
}
