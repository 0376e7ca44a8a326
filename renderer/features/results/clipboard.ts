import { guardFormulas } from '#shared/values/formula-guard.ts';

/** Puts a value on the clipboard, in a form that is harmless when pasted into a spreadsheet. */
export function putValue(event: ClipboardEvent, value: string): void {
  event.preventDefault();
  event.clipboardData?.setData('text/plain', guardFormulas(value));
}

/**
 * Puts a value on the clipboard during a click or a key press. It uses a copy event and not
 * `navigator.clipboard`, for which the page would need a permission that it does not have.
 */
export function copyValue(value: string): void {
  const put = (event: ClipboardEvent) => {
    event.stopImmediatePropagation();
    putValue(event, value);
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
}
