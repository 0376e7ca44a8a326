import type { Clock } from '../ports.ts';

/** Time spent running: it stands still while stopped, and begins with what was spent before. */
export interface Stopwatch {
  readonly elapsedMs: number;
  /** Since it was last started; 0 while it stands still. */
  readonly lapMs: number;
  start(): void;
  stop(): void;
}

export function createStopwatch(clock: Clock, beforeMs: number): Stopwatch {
  let spentMs = beforeMs;
  let startedMs: number | null = null;
  const lapMs = (): number => (startedMs === null ? 0 : clock.now() - startedMs);
  return {
    get elapsedMs() {
      return spentMs + lapMs();
    },
    get lapMs() {
      return lapMs();
    },
    start() {
      startedMs ??= clock.now();
    },
    stop() {
      spentMs += lapMs();
      startedMs = null;
    },
  };
}
