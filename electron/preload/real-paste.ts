import { page } from './page.ts';

type PasteSource = 'clipboard' | 'selection';

const middleButton = 1;

/**
 * Watches for pastes of the person. The returned function returns the source of the text, once for each paste
 * and only while the page handles it; null means that there is no paste. So the page learns no more than the
 * event itself would contain.
 */
export function watchPastes(): () => PasteSource | null {
  let middleClick = false;
  let pasting: PasteSource | null = null;
  // On the window and in the capture phase: before any listener of the page.
  page.addEventListener(
    'mouseup',
    ({ isTrusted, button }) => {
      if (!isTrusted || button !== middleButton) return;
      // On Linux a middle click pastes the selected text, in the same task.
      middleClick = true;
      setTimeout(() => {
        middleClick = false;
      });
    },
    true,
  );
  page.addEventListener(
    'paste',
    ({ isTrusted }) => {
      if (!isTrusted) return;
      pasting = middleClick ? 'selection' : 'clipboard';
      setTimeout(() => {
        pasting = null;
      });
    },
    true,
  );
  return () => {
    const source = pasting;
    pasting = null;
    return source;
  };
}
