import type { Clock } from '#engine/ports/clock.ts';

/** A clock that advances only when the test calls it. */
export function fakeClock(): Clock & { advance(ms: number): Promise<void> } {
  let nowMs = 0;
  let timers: { readonly atMs: number; readonly call: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, call) {
      const timer = { atMs: nowMs + delayMs, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      nowMs += ms;
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      timers = timers.filter(({ atMs }) => atMs > nowMs);
      for (const { call } of due) call();
      // Lets the waiting code continue.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
