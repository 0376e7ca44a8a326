/**
 * An answer of the main process to a question that may be repeated: sometimes V8 collects the promise that
 * Playwright waits for, and the answer is lost.
 */
export async function asked<T>(question: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (!String(error).includes('promise was garbage collected')) throw error;
    }
  }
}
