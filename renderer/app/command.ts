import { toastError } from '#renderer/ui/toast.tsx';

/**
 * Makes a command for the menu, the keyboard and the buttons: it reports its own failure, so that callers
 * need not await it. `failed` is the sentence for a failure.
 */
export function command<Args extends readonly unknown[]>(
  failed: string,
  run: (...args: Args) => Promise<unknown>,
): (...args: Args) => void {
  return (...args) => {
    run(...args).catch((error: unknown) => toastError(failed, error));
  };
}
