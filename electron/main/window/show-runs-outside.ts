import { type BrowserWindow, Notification } from 'electron';
import type { RunBoard } from '../run-board.ts';
import type { SettingsFile } from '../settings-file.ts';
import { endOfRun, taskbarProgress } from './attention.ts';

interface RunsOutsideParts {
  readonly runs: RunBoard;
  readonly settings: SettingsFile;
  window(): BrowserWindow | null;
  show(): void;
}

/**
 * The parts of the runs that are visible outside the window: progress in the taskbar, a notification at the
 * end.
 */
export function showRunsOutside({ runs, settings, window, show }: RunsOutsideParts): void {
  /** A notification must be referenced while it is shown, or its click is lost. */
  const shown = new Set<Notification>();
  let lastProgress = -1;
  runs.onChange((run, before) => {
    const progress = Math.round(taskbarProgress(runs.active()) * 100) / 100;
    if (progress !== lastProgress) window()?.setProgressBar(progress);
    lastProgress = progress;

    const end = endOfRun(run, before);
    if (end === null || !settings.get().notifyWhenDone || window()?.isFocused()) return;
    if (!Notification.isSupported()) return;
    const notification = new Notification(end);
    shown.add(notification);
    notification.on('click', show);
    notification.on('close', () => shown.delete(notification));
    notification.show();
  });
}
