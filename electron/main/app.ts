import { join, resolve } from 'node:path';
import { type App, dialog, protocol } from 'electron';
import type { Start } from './command-line.ts';
import { guardChromium } from './guards/app-page.ts';
import { type OpenApp, openApp } from './open-app.ts';
import { dialogText } from './window/dialogs.ts';
import { pageScheme } from './window/page-files.ts';

/** The data that a second start of the app passes to the first one. */
interface Handover {
  readonly jobFile: string | null;
}

/** All steps that must be done before Chromium is ready, then the app itself. */
export function prepareApp(app: App, start: Extract<Start, { kind: 'window' }>): void {
  app.setName('Trawl');
  const given = start.dataDir ?? process.env['TRAWL_DATA_DIR'] ?? '';
  const dataDir = given === '' ? join(app.getPath('appData'), 'Trawl') : resolve(given);
  app.setPath('userData', dataDir);
  // Otherwise Chromium's own files would be between the jobs and the runs.
  app.setPath('sessionData', join(dataDir, 'browser'));
  if (process.platform === 'win32') app.setAppUserModelId('app.trawl.desktop');

  const jobFile = start.jobFile === null ? null : resolve(start.jobFile);
  const handover: Handover = { jobFile };
  if (!app.requestSingleInstanceLock({ ...handover })) {
    // The first instance shows its window and opens the job file.
    app.exit(0);
    return;
  }

  // enableSandbox would override --no-sandbox, without which Chromium does not start for root at all.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  guardChromium(app);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);

  const dist = import.meta.dirname;
  const folders = { dist, resources: join(dist, '..', 'resources'), data: dataDir };
  const opened: Promise<OpenApp> = app.whenReady().then(() => openApp(app, folders));
  const started = opened.then((running) => running.show(jobFile));
  started.catch((error: unknown) => {
    dialog.showErrorBox(
      'Trawl could not start.',
      dialogText(error instanceof Error ? error.message : String(error)),
    );
    app.exit(1);
  });
  app.on('second-instance', (_event, _argv, _folder, data) => {
    void opened.then((running) => running.show((data as Handover).jobFile));
  });
}
