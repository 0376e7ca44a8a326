/**
 * Puts text on the clipboard from a click or a key press. By a copy event and not by
 * `navigator.clipboard`, for which the page would need a permission that it does not have.
 */
export function copyText(text: string): void {
  const put = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', put, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', put, { capture: true });
}
