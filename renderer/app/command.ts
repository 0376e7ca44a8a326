import { toastError } from '#renderer/ui/toast.tsx';

/**
 * Makes a command of the menu, the keyboard and the buttons: it reports its own failure, so that
 * callers have nothing to await. `failed` says what did not work.
 */
export function command<Args extends readonly unknown[]>(
  failed: string,
  run: (...args: Args) => Promise<unknown>,
): (...args: Args) => void {
  return (...args) => {
    run(...args).catch((error: unknown) => toastError(failed, error));
  };
}
