import { guardFormulas } from '#shared/values/formula-guard.ts';

/**
 * Makes copied text harmless to spreadsheets: most selectable text here comes from pages and lists of
 * strangers. Text in an input or in the list's editor is copied unchanged.
 */
export function guardCopies(): void {
  document.addEventListener('copy', (event) => {
    const isEdited =
      event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
    if (event.defaultPrevented || isEdited) return;
    const selected = document.getSelection()?.toString() ?? '';
    const guarded = guardFormulas(selected);
    if (guarded === selected) return;
    event.preventDefault();
    event.clipboardData?.setData('text/plain', guarded);
  });
}
