import type { WebContents } from 'electron';
import type { Log } from '../log.ts';

/**
 * Lets no script of the page open a file dialog (`<input type="file">`, `showOpenFilePicker`): only main
 * does. Electron has no handler for them; Chromium's interface for tools can refuse them all. To be called
 * before the page is loaded; it then remains in force after reloads and crashes of the page. The function
 * does not wait for answers: a window that has loaded nothing yet may answer only once it does.
 */
export function refuseFileChoosers(
  { debugger: tools }: Pick<WebContents, 'debugger'>,
  log: Log,
): void {
  const failed = (error: unknown): void => log.error('File dialogs are not refused', error);
  tools.on('message', (_event, method) => {
    if (method === 'Page.fileChooserOpened') log.info('Refused a file dialog of the page');
  });
  tools.on('detach', (_event, reason) => {
    if (reason !== 'target closed') failed(reason);
  });
  try {
    tools.attach();
    tools.sendCommand('Page.enable').catch(failed);
    tools.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true }).catch(failed);
  } catch (error) {
    failed(error);
  }
}
