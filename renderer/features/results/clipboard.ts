import { guardFormulas } from '#shared/values/formula-guard.ts';

/** Puts a value on the clipboard, harmless to a spreadsheet that it is pasted into. */
export function putValue(event: ClipboardEvent, value: string): void {
  event.preventDefault();
  event.clipboardData?.setData('text/plain', guardFormulas(value));
}

/**
 * Puts a value on the clipboard from a click or a key press. By a copy event and not by
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
