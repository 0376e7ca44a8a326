import type { Clock } from '../../ports.ts';

/** Time spent running: it stands still while stopped, and begins with what was spent before. */
export interface Stopwatch {
  readonly elapsedMs: number;
  start(): void;
  stop(): void;
}

export function createStopwatch(clock: Clock, beforeMs: number): Stopwatch {
  let spentMs = beforeMs;
  let startedMs: number | null = null;
  const elapsedMs = (): number => spentMs + (startedMs === null ? 0 : clock.now() - startedMs);
  return {
    get elapsedMs() {
      return elapsedMs();
    },
    start() {
      startedMs ??= clock.now();
    },
    stop() {
      spentMs = elapsedMs();
      startedMs = null;
    },
  };
}
