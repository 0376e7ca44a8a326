/** Work of the page is cut so that a task stays far below the 50 ms that a person can feel. */
const budgetMs = 12;

/** The page's time, as long work needs it. Tests bring one that never waits. */
export interface PageTime {
  now(): number;
  /** Lets the page paint and take input. */
  breathe(): Promise<void>;
  /** Waits for a moment in which the page has nothing to do, but not for long. */
  idle(): Promise<void>;
  /** Calls back once after `delayMs`; the returned function cancels it. */
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
 * Runs through `steps`, letting the page breathe in between, and gives what they return. `onStep`
 * is told before each pause.
 *
 * @throws The signal's reason, once it is aborted
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
