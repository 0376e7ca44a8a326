/**
 * Settles in a task of its own after the next frame: earlier work is laid out by then, and later work does
 * not lengthen its task.
 */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

/** Settles in a task of its own, as soon as possible: painting and typing come first. */
export function inNextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Does costly work after the next frame. The returned function cancels the work, or calls the undo function
 * that the work has returned.
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
