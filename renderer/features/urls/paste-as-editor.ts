import type { EditorView } from '@codemirror/view';

/**
 * Pastes a text over the selection as the editor itself does it, which knows of whole lines that
 * were copied without selecting them.
 */
export function pasteAsEditor(view: EditorView, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  view.contentDOM.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
}

/** Whether the person pastes text; what comes from `pasteAsEditor` is the editor's own. */
export function isPasteOfText(event: ClipboardEvent): boolean {
  return event.isTrusted && (event.clipboardData?.types.includes('text/plain') ?? false);
}
