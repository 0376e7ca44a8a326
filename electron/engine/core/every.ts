import type { Clock } from '../ports/clock.ts';

/** Calls back again and again, `gapMs` apart, until the returned function is called. */
export function every(clock: Clock, gapMs: number, callback: () => void): () => void {
  let cancel = clock.after(gapMs, function tick() {
    cancel = clock.after(gapMs, tick);
    callback();
  });
  return () => cancel();
}
