import { join } from 'node:path';
import { type App, type BrowserWindow, ipcMain, Menu, protocol, session, shell } from 'electron';
import type { EventName, Events } from '#shared/ipc/contract.ts';
import { throttled } from './coalesce.ts';
import { electronComputer } from './computer.ts';
import { followComputer } from './computer-life.ts';
import { createHandlers } from './ipc/handlers.ts';
import { isTrustedSender, registerHandlers } from './ipc/register-handlers.ts';
import { glancesAt } from './library/glance-at-list.ts';
import { importJobFile } from './library/import-job.ts';
import { jobListItems } from './library/job-list-items.ts';
import { openLog } from './log.ts';
import { createQuit } from './quit.ts';
import { type Folders, openServices, type Services } from './services.ts';
import { openSettings } from './settings-file.ts';
import { systemClipboard } from './system-clipboard.ts';
import { reloadAfterCrash } from './window/crash-guard.ts';
import {
  askBeforeQuitting,
  createDialogs,
  sayThatJobDidNotOpen,
  showMessage,
} from './window/dialogs.ts';
import { followTheme } from './window/follow-theme.ts';
import { guardContents, guardSession } from './window/guards.ts';
import { closeWindow, createMainWindow, focusWindow, loaded } from './window/main-window.ts';
import { menuTemplate } from './window/menu.ts';
import { createPageFiles, pageOrigin, pageScheme } from './window/page-files.ts';
import { showRunsOutside } from './window/show-runs-outside.ts';

export interface OpenApp {
  /** Brings the window to the front, and takes a job file in. */
  show(jobFile: string | null): Promise<void>;
}

const jobsNewsMs = 250;
const isMac = process.platform === 'darwin';

/** Puts the app together: called once, when Chromium is ready. */
export async function openApp(app: App, folders: Folders): Promise<OpenApp> {
  const { dist, resources, data } = folders;
  const log = openLog(join(data, 'logs'));
  process.on('unhandledRejection', (reason) => log.error('A promise failed unheard', reason));
  process.on('uncaughtExceptionMonitor', (error) => log.error('A defect', error));
  log.info(`Trawl ${app.getVersion()} on Electron ${process.versions['electron']}`);

  await guardSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
  protocol.handle(pageScheme, createPageFiles(join(dist, 'renderer')));

  let window: BrowserWindow | null = null;
  let opening: Promise<BrowserWindow> | null = null;
  const send = <E extends EventName>(name: E, payload: Events[E]): void => {
    if (window === null || window.isDestroyed() || window.webContents.isCrashed()) return;
    window.webContents.send(name, payload);
  };

  let engineStatus: Events['engine-status'] = { state: 'ready', message: null };
  const tellEngineStatus = (): void => send('engine-status', engineStatus);
  const onEngineStatus = (status: Events['engine-status']): void => {
    engineStatus = status;
    tellEngineStatus();
  };
  const settings = await openSettings(join(data, 'settings.json'));
  followTheme(settings);
  const opened = openServices(folders, settings, onEngineStatus, log);
  let services: Services | null = null;

  const quit = createQuit({
    activeRuns: () => services?.runs.active().length ?? 0,
    confirm: (active) => askBeforeQuitting(window, active),
    closeWindow: async (force) => {
      if (window !== null) await closeWindow(window, force);
    },
    async shutDown() {
      await (await opened).close();
      log.info('Ended');
    },
    exit: () => app.exit(0),
    log,
  });
  // Nobody is there to answer a question.
  const endNow = (): void => quit.request({ ask: false });
  const openWindow = async (): Promise<BrowserWindow> => {
    const made = await createMainWindow({
      preloadFile: join(dist, 'preload.cjs'),
      iconFile: join(resources, 'icons', '256x256.png'),
      placeFile: join(data, 'window.json'),
      log,
    });
    made.on('close', (event) => {
      // Closing the window is quitting, but on macOS, where apps live on without one.
      if (isMac || quit.isClosing()) return;
      event.preventDefault();
      quit.request();
    });
    made.once('closed', () => {
      window = null;
      opening = null;
    });
    // In this way Windows tells of a log-off or a shutdown, and gives a few seconds.
    made.on('session-end', endNow);
    // A page that comes late has not heard that the engine is away.
    made.webContents.on('did-finish-load', () => {
      if (engineStatus.state !== 'ready') tellEngineStatus();
    });
    reloadAfterCrash(made, {
      tell: (message) => showMessage(made, message),
      now: Date.now,
      log,
    });
    window = made;
    return made;
  };

  const dialogs = createDialogs(() => window, app.getPath('documents'));
  const info = { version: app.getVersion(), platform: process.platform, dataFolder: data };
  const others = { dialogs, clipboard: systemClipboard, shell, info };
  const handlers = opened.then((there) => createHandlers({ ...there, ...others }));
  registerHandlers(ipcMain, handlers, (event) => isTrustedSender(event, window, pageOrigin), log);

  app.on('before-quit', (event) => {
    event.preventDefault();
    quit.request();
  });
  app.on('window-all-closed', () => {
    if (!isMac) quit.request();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endNow);
  const menu = menuTemplate({
    isMac,
    isDeveloped: !app.isPackaged,
    act: (action) => send('menu', { action }),
    openDataFolder: () => void shell.openPath(data),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  app.setAboutPanelOptions({ applicationName: 'Trawl', applicationVersion: app.getVersion() });

  // The page is read while the services open.
  opening = openWindow();
  services = await opened;
  const { library, engine, runs } = services;

  const sendJobs = (): void => send('jobs-changed', { jobs: jobListItems(library, runs) });
  const jobsChanged = throttled(sendJobs, jobsNewsMs);
  library.onChange(jobsChanged);
  runs.onChange(jobsChanged);
  engine.onEvent((event) => send('engine', event));

  const show = async (jobFile: string | null): Promise<void> => {
    opening ??= openWindow();
    const shown = await opening;
    focusWindow(shown);
    if (jobFile === null) return;
    try {
      const { id } = await importJobFile(library, jobFile, glancesAt(library, engine));
      await loaded(shown);
      send('open-job', { jobId: id });
    } catch (error) {
      await sayThatJobDidNotOpen(shown, error);
    }
  };

  app.on('activate', () => void show(null));
  followComputer({ computer: electronComputer(), engine, runs, settings, quit: endNow, log });
  showRunsOutside({ runs, settings, window: () => window, show: () => void show(null) });

  return { show };
}
