import type { BrowserWindow } from 'electron';
import type { Log } from '../log.ts';
import { showMessage } from './dialogs.ts';

const maxQuickCrashes = 3;
const quickCrashesMs = 60_000;

/** Loads the page again when its process ends by itself, and says so. Runs are not touched by it. */
export function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(`The page's process ended: ${reason}, exit code ${exitCode}`);
    const now = Date.now();
    crashes = [...crashes.filter((at) => at > now - quickCrashesMs), now];
    const again = crashes.length >= maxQuickCrashes;
    if (!again) window.webContents.reload();
    void showMessage(window, {
      type: 'warning',
      message: again
        ? 'The window ended by itself several times.'
        : 'The window ended by itself and was opened again.',
      detail: 'Your jobs are saved, and runs that were going on go on.',
      buttons: [again ? 'Open Again' : 'OK'],
    }).then(() => {
      if (again && !window.isDestroyed()) window.webContents.reload();
    });
  });
}
