import type { PageTime } from './page-time.ts';

/** Time for tests: pauses take none, and timers run when they are told to. */
export function testTime() {
  const timers = new Set<() => void>();
  let clock = 0;
  const time: PageTime = {
    // Every look at the clock finds it far ahead: each step is a turn of its own.
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
    /** Runs what waits for its time. */
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
