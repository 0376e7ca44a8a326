import { basename, dirname, join } from 'node:path';
import {
  type BrowserWindow,
  dialog,
  type MessageBoxOptions,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { leftToRight } from '#shared/isolated.ts';
import { plainLines, plainText } from '#shared/plain-text.ts';
import type { Dialogs } from '../ipc/parts.ts';

/** The native file dialogs. They begin in the last used folder, at first in `folder`. */
export function createDialogs(window: () => BrowserWindow | null, folder: string): Dialogs {
  let lastFolder = folder;
  const remember = (file: string | undefined): string | null => {
    if (file === undefined || basename(file) === '') return null;
    lastFolder = dirname(file);
    return file;
  };
  return {
    async open({ title, button, filters }) {
      const options: OpenDialogOptions = {
        title,
        buttonLabel: button,
        filters,
        defaultPath: lastFolder,
        properties: ['openFile'],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return canceled ? null : remember(filePaths[0]);
    },
    async save({ title, button, filters, name }) {
      const options: SaveDialogOptions = {
        title,
        buttonLabel: button,
        filters,
        defaultPath: join(lastFolder, name),
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      };
      const parent = window();
      const { canceled, filePath } = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      return canceled ? null : remember(filePath);
    },
  };
}

const keepRunning = 0;

/** True: stop the runs and quit. */
export async function askBeforeQuitting(
  window: BrowserWindow | null,
  activeRuns: number,
): Promise<boolean> {
  const { response } = await showMessage(window, {
    type: 'question',
    message: activeRuns === 1 ? 'A run is going on.' : `${activeRuns} runs are going on.`,
    detail: 'If you quit now, what was done is kept, and you can resume it later.',
    buttons: ['Keep Running', 'Stop and Quit'],
    defaultId: keepRunning,
    cancelId: keepRunning,
    noLink: true,
  });
  return response !== keepRunning;
}

export async function sayThatJobDidNotOpen(
  window: BrowserWindow | null,
  error: unknown,
): Promise<void> {
  await showMessage(window, {
    type: 'warning',
    message: 'The job could not be opened.',
    detail: toErrorReply(error).message,
    buttons: ['OK'],
  });
}

/** A text of the person or of a stranger for a native dialog, shortened to fit the screen. */
export const dialogText = (text: string): string => leftToRight(plainLines(text, 500, 12));

export function showMessage(
  window: BrowserWindow | null,
  options: MessageBoxOptions,
): Promise<{ readonly response: number }> {
  const { message, detail } = options;
  const shown = {
    ...options,
    message: leftToRight(plainText(message)),
    ...(detail === undefined ? {} : { detail: dialogText(detail) }),
  };
  return window === null || window.isDestroyed()
    ? dialog.showMessageBox(shown)
    : dialog.showMessageBox(window, shown);
}
