import { BrowserWindow, Menu, nativeTheme, screen } from 'electron';
import { throttled } from '../coalesce.ts';
import type { Log } from '../log.ts';
import { refuseFileChoosers } from './file-choosers.ts';
import { pageUrl } from './page-files.ts';
import { textMenu } from './text-menu.ts';
import { minimumSize, placeOnScreens, readWindowPlace, writeWindowPlace } from './window-place.ts';

interface MainWindowParts {
  readonly preloadFile: string;
  readonly iconFile: string;
  readonly placeFile: string;
  readonly log: Log;
}

const savePlaceMs = 500;
const closeDeadlineMs = 3_000;

/** The one window: a sandboxed page, shown when it has drawn its contents. */
export async function createMainWindow(parts: MainWindowParts): Promise<BrowserWindow> {
  const { preloadFile, iconFile, placeFile, log } = parts;
  const place = await readWindowPlace(placeFile);
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeOnScreens(place, screens),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Trawl',
    show: false,
    backgroundColor: background(),
    ...(process.platform === 'linux' ? { icon: iconFile } : {}),
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      // alert, confirm and prompt are disabled: the page uses its own dialogs.
      disableDialogs: true,
      disableBlinkFeatures: 'FileSystemAccessLocal',
      // Scripts may not use the clipboard. Electron 33 does not support this setting and allows them.
      enableDeprecatedPaste: false,
    },
  });
  if (place?.maximized) window.maximize();

  const savePlace = (): void => {
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const kept = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    writeWindowPlace(placeFile, kept).catch((error: unknown) =>
      log.error('The place of the window could not be kept', error),
    );
  };
  const placeChanged = throttled(savePlace, savePlaceMs);
  window.on('resize', placeChanged);
  window.on('move', placeChanged);
  window.on('maximize', placeChanged);
  window.on('unmaximize', placeChanged);
  window.on('close', savePlace);

  // The background before the page has drawn, and while the window is being resized.
  const paint = (): void => window.setBackgroundColor(background());
  nativeTheme.on('updated', paint);
  window.once('closed', () => nativeTheme.off('updated', paint));
  window.once('ready-to-show', () => window.show());
  window.webContents.on('context-menu', (_event, place) => {
    const items = textMenu(place);
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
  window.on('page-title-updated', (event) => event.preventDefault());
  refuseFileChoosers(window.webContents, log);
  window.loadURL(pageUrl).catch((error: unknown) => log.error('The page did not load', error));
  return window;
}

/** Resolves when the page has its listeners. */
export function loaded(window: BrowserWindow): Promise<void> {
  if (!window.webContents.isLoading()) return Promise.resolve();
  return new Promise((resolve) => window.webContents.once('did-finish-load', () => resolve()));
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  // A window that is still starting is shown once it has drawn.
  if (window.isVisible()) window.focus();
}

/**
 * Closes the window as a person does. A page that does not answer is ended; one that keeps the window open,
 * to save typed text or to ask, gets time for that, but with `force` only a little.
 */
export async function closeWindow(window: BrowserWindow, force: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(() => window.destroy(), closeDeadlineMs);
    if (!force) window.webContents.once('will-prevent-unload', () => clearTimeout(deadline));
    window.once('closed', () => {
      clearTimeout(deadline);
      resolve();
    });
    window.close();
  });
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#182026' : '#ffffff';
}
