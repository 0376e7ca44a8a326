/**
 * The number of the next snapshot. Snapshots of a live run come at most ten times a second and count up
 * from this number, so that the numbers rise over every resume and restart of the engine.
 */
export function snapshotSeq(timeOfDayMs: number): number {
  return Math.floor(timeOfDayMs / 50);
}
