import { page } from './page.ts';

type PasteSource = 'clipboard' | 'selection';

const middleButton = 1;

/**
 * Watches for pastes of the person. The returned function says, once for each of them and only while
 * the page handles it, where its text comes from; null means that nobody pastes. So the page learns
 * no more than the event itself would tell it.
 */
export function watchPastes(): () => PasteSource | null {
  let middleClick = false;
  let pasting: PasteSource | null = null;
  // On the window and while capturing: before any listener of the page.
  page.addEventListener(
    'mouseup',
    ({ isTrusted, button }) => {
      if (!isTrusted || button !== middleButton) return;
      // On Linux it pastes what is selected, in the same task.
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
