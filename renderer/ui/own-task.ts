/**
 * Settles in a task of its own after the next picture: what came before is laid out by then, and
 * what comes now does not add to its task.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Settles in a task of its own, as soon as there may be one: pictures and typing go first. */
export function inNextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Does costly work after the next picture. The returned function calls it off, or undoes it in the
 * way that the work has answered.
 */
export function inOwnTask(work: () => () => void): () => void {
  let undo: (() => void) | null = null;
  let calledOff = false;
  void afterPaint().then(() => {
    if (!calledOff) undo = work();
  });
  return () => {
    calledOff = true;
    undo?.();
  };
}
