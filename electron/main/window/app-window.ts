import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import type { EventName, Events } from '#shared/ipc/contract.ts';
import type { Log } from '../log.ts';
import type { Folders } from '../services.ts';
import { reloadAfterCrash } from './crash-guard.ts';
import { showMessage } from './dialogs.ts';
import { closeWindow, createMainWindow } from './main-window.ts';

interface AppWindowParts {
  readonly folders: Folders;
  readonly log: Log;
  /** Whether the window may close now. If not, the app is asked to quit instead. */
  mayClose(): boolean;
  /** The system ends the session and allows a few seconds. */
  sessionEnds(): void;
}

/** The one window of the app: opened on demand, and the channel by which main sends events to its page. */
export class AppWindow {
  readonly #parts: AppWindowParts;
  #window: BrowserWindow | null = null;
  #opening: Promise<BrowserWindow> | null = null;
  #engineStatus: Events['engine-status'] = { state: 'ready', message: null };

  constructor(parts: AppWindowParts) {
    this.#parts = parts;
  }

  /** Null while there is none, as on macOS after it was closed. */
  get current(): BrowserWindow | null {
    return this.#window;
  }

  /** Opens the window if it is not open. */
  open(): Promise<BrowserWindow> {
    this.#opening ??= this.#make();
    return this.#opening;
  }

  async close(force: boolean): Promise<void> {
    if (this.#window !== null) await closeWindow(this.#window, force);
  }

  send<E extends EventName>(name: E, payload: Events[E]): void {
    const window = this.#window;
    if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return;
    window.webContents.send(name, payload);
  }

  tellEngineStatus(status: Events['engine-status']): void {
    this.#engineStatus = status;
    this.send('engine-status', status);
  }

  async #make(): Promise<BrowserWindow> {
    const { folders, log, mayClose, sessionEnds } = this.#parts;
    const made = await createMainWindow({
      preloadFile: join(folders.dist, 'preload.cjs'),
      iconFile: join(folders.resources, 'icons', '256x256.png'),
      placeFile: join(folders.data, 'window.json'),
      log,
    });
    made.on('close', (event) => {
      if (!mayClose()) event.preventDefault();
    });
    made.once('closed', () => {
      this.#window = null;
      this.#opening = null;
    });
    // Windows reports a log-off or a shutdown by this event.
    made.on('session-end', sessionEnds);
    // A page that is loaded later has not received the event that the engine is away.
    made.webContents.on('did-finish-load', () => {
      if (this.#engineStatus.state !== 'ready') this.send('engine-status', this.#engineStatus);
    });
    reloadAfterCrash(made, {
      tell: (message) => showMessage(made, message),
      now: Date.now,
      log,
    });
    this.#window = made;
    return made;
  }
}
