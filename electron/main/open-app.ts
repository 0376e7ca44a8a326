import { join } from 'node:path';
import { type App, ipcMain, Menu, protocol, session, shell } from 'electron';
import { throttled } from './coalesce.ts';
import { electronComputer } from './computer.ts';
import { followComputer } from './computer-life.ts';
import { guardAllContents } from './guards/all-contents.ts';
import { guardAppPage, guardAppSession } from './guards/app-page.ts';
import { ContentsRoles } from './guards/contents-roles.ts';
import { createHandlers } from './ipc/handlers.ts';
import { isTrustedSender, registerHandlers } from './ipc/register-handlers.ts';
import { glancesAt } from './library/glance-at-list.ts';
import { importJobFile } from './library/import-job.ts';
import { jobListItems } from './library/job-list-items.ts';
import { openLog } from './log.ts';
import { LoginWindows } from './login/login-windows.ts';
import { PageView } from './page-view/page-view.ts';
import { createQuit } from './quit.ts';
import { renderFor } from './rendering/rendered-role.ts';
import { type Folders, openServices, type Services } from './services.ts';
import { openSettings } from './settings-file.ts';
import { systemClipboard } from './system-clipboard.ts';
import { AppWindow } from './window/app-window.ts';
import { askBeforeQuitting, createDialogs, sayThatJobDidNotOpen } from './window/dialogs.ts';
import { followTheme } from './window/follow-theme.ts';
import { focusWindow, loaded } from './window/main-window.ts';
import { menuTemplate } from './window/menu.ts';
import { createPageFiles, pageOrigin, pageScheme } from './window/page-files.ts';
import { showRunsOutside } from './window/show-runs-outside.ts';

export interface OpenApp {
  /** Brings the window to the front, and opens a job file. */
  show(jobFile: string | null): Promise<void>;
}

const jobsNewsMs = 250;
const isMac = process.platform === 'darwin';

/** Assembles the app: called once, when Chromium is ready. */
export async function openApp(app: App, folders: Folders): Promise<OpenApp> {
  const { dist, data } = folders;
  const log = openLog(join(data, 'logs'));
  process.on('unhandledRejection', (reason) => log.error('A promise failed unheard', reason));
  process.on('uncaughtExceptionMonitor', (error) => log.error('A defect', error));
  log.info(`Trawl ${app.getVersion()} on Electron ${process.versions['electron']}`);

  await guardAppSession(session.defaultSession);
  const roles = new ContentsRoles((contents) => guardAppPage(contents, log));
  app.on('web-contents-created', (_event, contents) => {
    guardAllContents(contents, log);
    roles.guard(contents);
  });
  protocol.handle(pageScheme, createPageFiles(join(dist, 'renderer')));

  // Quits without a question, since no person can answer one then.
  const endNow = (): void => quit.request({ ask: false });
  const window = new AppWindow({
    folders,
    log,
    mayClose() {
      // Closing the window quits the app, except on macOS, where apps continue without one.
      if (isMac || quit.isClosing()) return true;
      quit.request();
      return false;
    },
    sessionEnds: endNow,
  });
  const settings = await openSettings(join(data, 'settings.json'));
  followTheme(settings);
  const opened = openServices(
    folders,
    settings,
    (status) => window.tellEngineStatus(status),
    (port) => renderFor(port, { dist, roles, log }),
    log,
  );
  let services: Services | null = null;

  const quit = createQuit({
    activeRuns: () => services?.runs.active().length ?? 0,
    confirm: (active) => askBeforeQuitting(window.current, active),
    closeWindow: (force) => window.close(force),
    async shutDown() {
      await (await opened).close();
      log.info('Ended');
    },
    exit: () => app.exit(0),
    log,
  });
  const dialogs = createDialogs(() => window.current, app.getPath('documents'));
  const info = { version: app.getVersion(), platform: process.platform, dataFolder: data };
  const others = { dialogs, clipboard: systemClipboard, shell, info };
  const handlers = opened.then((there) => {
    const pageView = new PageView({
      engine: there.engine,
      roles,
      dist,
      window: () => window.current,
      send: (event) => window.send('page-view', event),
      log,
    });
    const logins = new LoginWindows({
      secrets: there.secrets,
      engine: there.engine,
      roles,
      log,
      parent: () => window.current,
    });
    return createHandlers({ ...there, ...others, pageView, logins });
  });
  registerHandlers(
    ipcMain,
    handlers,
    (event) => isTrustedSender(event, window.current, pageOrigin),
    log,
  );

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
    act: (action) => window.send('menu', { action }),
    openDataFolder: () => void shell.openPath(data),
  });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  app.setAboutPanelOptions({ applicationName: 'Trawl', applicationVersion: app.getVersion() });

  // The page loads while the services open.
  void window.open();
  services = await opened;
  const { library, engine, runs } = services;

  const sendJobs = (): void => window.send('jobs-changed', { jobs: jobListItems(library, runs) });
  const jobsChanged = throttled(sendJobs, jobsNewsMs);
  library.onChange(jobsChanged);
  runs.onChange(jobsChanged);
  engine.onEvent((event) => window.send('engine', event));

  const show = async (jobFile: string | null): Promise<void> => {
    const shown = await window.open();
    focusWindow(shown);
    if (jobFile === null) return;
    try {
      const { id } = await importJobFile(library, jobFile, glancesAt(library, engine));
      await loaded(shown);
      window.send('open-job', { jobId: id });
    } catch (error) {
      await sayThatJobDidNotOpen(shown, error);
    }
  };

  app.on('activate', () => void show(null));
  followComputer({ computer: electronComputer(), engine, runs, settings, quit: endNow, log });
  showRunsOutside({ runs, settings, window: () => window.current, show: () => void show(null) });

  return { show };
}
