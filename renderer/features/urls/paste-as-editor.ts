import type { EditorView } from '@codemirror/view';

/**
 * Pastes a text over the selection by the editor's own handler, which treats whole lines that were copied
 * without a selection in a special way.
 */
export function pasteAsEditor(view: EditorView, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  view.contentDOM.dispatchEvent(
    new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
  );
}

/** Whether the person pastes text; a paste from `pasteAsEditor` is the editor's own. */
export function isPasteOfText(event: ClipboardEvent): boolean {
  return event.isTrusted && (event.clipboardData?.types.includes('text/plain') ?? false);
}
