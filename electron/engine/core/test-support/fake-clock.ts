import type { Clock } from '../../ports/clock.ts';

interface FakeClock extends Clock {
  /** Moves to the next timer and runs it; returns false if there is none. */
  step(): boolean;
  /** Runs every timer that is due within `ms`, and ends that much later. */
  advance(ms: number): void;
  /** Time passes without any timer, as while the process is stopped; timers that are due run late. */
  stopFor(ms: number): void;
}

/** A clock that moves only when a test moves it. Timers of one time run in the order they were set. */
export function createFakeClock(): FakeClock {
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  let nowMs = 0;
  const stepUntil = (limitMs: number): boolean => {
    let first: { readonly atMs: number; readonly callback: () => void } | undefined;
    for (const timer of timers) if (first === undefined || timer.atMs < first.atMs) first = timer;
    if (first === undefined || first.atMs > limitMs) return false;
    timers.delete(first);
    nowMs = Math.max(nowMs, first.atMs);
    first.callback();
    return true;
  };
  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    step: () => stepUntil(Number.MAX_VALUE),
    stopFor(ms) {
      nowMs += ms;
    },
    advance(ms) {
      const endMs = nowMs + ms;
      while (stepUntil(endMs));
      nowMs = endMs;
    },
  };
}
