import type { WebContents } from 'electron';
import type { Log } from '../log.ts';
import { refuse } from './all-contents.ts';

/**
 * The guard of the page view: it shows the page that main has opened in it, and leads nowhere by itself. Main's
 * own `loadURL` raises none of these events.
 */
export function guardPageView(contents: WebContents, log: Log): void {
  contents.on('will-navigate', refuse('a navigation of the page view', log));
  contents.on('will-frame-navigate', refuse('a frame of the page view', log));
  contents.on('will-redirect', refuse('a redirect of the page view', log));
}
