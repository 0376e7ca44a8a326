interface Coalesced {
  (): Promise<void>;
  /** Resolves when no round is under way or due, whether they succeeded or failed. */
  settled(): Promise<void>;
}

/**
 * Combines many requests for the same work into few rounds: requests during a round share one more round.
 * Each promise settles with a round that began after its request.
 */
export function coalesced(work: () => Promise<void>): Coalesced {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => {
    const round = work().finally(() => {
      running = undefined;
    });
    running = round;
    return round;
  };
  const request = (): Promise<void> => {
    if (next !== undefined) return next;
    if (running === undefined) return run();
    const another = (): Promise<void> => {
      next = undefined;
      return run();
    };
    next = running.then(another, another);
    return next;
  };
  const settled = async (): Promise<void> => {
    for (let last = next ?? running; last !== undefined; last = next ?? running) {
      await Promise.allSettled([last]);
    }
  };
  return Object.assign(request, { settled });
}

/** Calls `emit` at most once in `intervalMs`; the last call is never lost. */
export function throttled(
  emit: () => void,
  intervalMs: number,
  after: (delayMs: number, callback: () => void) => unknown = (delayMs, callback) =>
    setTimeout(callback, delayMs).unref(),
): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    after(intervalMs, () => {
      waiting = false;
      emit();
    });
  };
}

/** Runs functions one after the other, separately for each key. */
export function takingTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, settled);
    void settled.then(() => {
      if (last.get(key) === settled) last.delete(key);
    });
    return turn;
  };
}
