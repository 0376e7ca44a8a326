import { page } from './page.ts';

/**
 * Watches for clicks of the person; Enter on a link or a button counts as one. The returned function returns
 * true once for each of them, within the few seconds of Chromium's user activation: a click allows an action
 * only once.
 */
export function watchClicks(): () => boolean {
  let clicked = false;
  const onClick = ({ isTrusted }: { readonly isTrusted: boolean }): void => {
    if (isTrusted) clicked = true;
  };
  // On the window and in the capture phase: before any listener of the page.
  page.addEventListener('click', onClick, true);
  page.addEventListener('auxclick', onClick, true);
  return () => {
    const taken = clicked && page.navigator.userActivation.isActive;
    clicked = false;
    return taken;
  };
}
