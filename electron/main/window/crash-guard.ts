import type { MessageBoxOptions, RenderProcessGoneDetails } from 'electron';
import type { Log } from '../log.ts';

/** The part of a BrowserWindow that is used here. */
interface CrashingWindow {
  isDestroyed(): boolean;
  readonly webContents: {
    on(
      event: 'render-process-gone',
      listener: (
        event: unknown,
        details: Pick<RenderProcessGoneDetails, 'reason' | 'exitCode'>,
      ) => void,
    ): unknown;
    reload(): void;
  };
}

interface CrashGuardParts {
  /** Resolves when the person has closed the message. */
  tell(message: MessageBoxOptions): Promise<unknown>;
  now(): number;
  readonly log: Log;
}

const maxQuickCrashes = 3;
const quickCrashesMs = 60_000;

/**
 * Loads the page again when its process crashes, and shows a message. Runs are not affected. A page that
 * crashes again and again is reloaded only after the person's answer.
 */
export function reloadAfterCrash(
  window: CrashingWindow,
  { tell, now, log }: CrashGuardParts,
): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    log.error(`The page's process ended: ${reason}, exit code ${exitCode}`);
    const at = now();
    crashes = [...crashes.filter((before) => before > at - quickCrashesMs), at];
    const again = crashes.length >= maxQuickCrashes;
    if (!again) window.webContents.reload();
    void tell({
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
