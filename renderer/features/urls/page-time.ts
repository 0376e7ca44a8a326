/** Work of the page is cut so that each task stays far below the 50 ms that a person notices. */
const budgetMs = 12;

/** The clock and timers of the page, for long work. Tests use one that never waits. */
export interface PageTime {
  now(): number;
  /** Resolves after the page had time to paint and handle input. */
  breathe(): Promise<void>;
  /** Waits for an idle moment of the page, up to a limit. */
  idle(): Promise<void>;
  /** Calls `callback` once after `delayMs`; the returned function cancels the timer. */
  after(delayMs: number, callback: () => void): () => void;
}

export const pageTime: PageTime = {
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setTimeout(resolve)),
  idle: () => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 300 })),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Runs through `steps` with pauses for the page in between, and returns their result. `onStep` is called
 * before each pause.
 *
 * @throws the signal's reason, once it is aborted
 */
export async function inTurns<Step, Result>(
  steps: Generator<Step, Result>,
  time: PageTime,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<Result> {
  let turnBegan = time.now();
  for (;;) {
    signal.throwIfAborted();
    const next = steps.next();
    if (next.done) return next.value;
    if (time.now() - turnBegan < budgetMs) continue;
    onStep(next.value);
    await time.breathe();
    turnBegan = time.now();
  }
}
