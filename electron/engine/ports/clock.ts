export interface Clock {
  /** Milliseconds that never decrease (not the time of day). */
  now(): number;
  /** Calls back once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A number in [0, 1), for jitter. */
export type Random = () => number;
