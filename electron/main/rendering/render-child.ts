import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Menu } from 'electron';
import type { RenderHostReady } from '#shared/engine-protocol/rendering.ts';
import { type RenderPort, serveRenderHost } from '../../render-host/serve-render-host.ts';
import { guardAllContents } from '../guards/all-contents.ts';
import { guardAppPage, guardChromium } from '../guards/app-page.ts';
import { ContentsRoles } from '../guards/contents-roles.ts';
import type { Log } from '../log.ts';
import { adoptRendered, readInPage } from './rendered-role.ts';

/**
 * The app as the browser of the command line: no window for a person, no data of the app, and the channel to
 * the engine that has started it, with which it ends.
 */
export function prepareRenderChild(app: App): void {
  const send = process.send?.bind(process);
  if (send === undefined) {
    process.stderr.write(
      'Trawl starts this by itself to render pages; it is not a command for people.\n',
    );
    app.exit(2);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'trawl-browser-'));
  app.setPath('userData', folder);
  app.setPath('sessionData', folder);
  // Ctrl+C reaches every process of a terminal; the engine ends this one when it has no more pages.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => undefined);
  }
  // Electron would show a dialog, which nothing could answer here.
  process.on('uncaughtException', (error) => log.error('A defect in rendering', error));
  // Chromium's own way out waits for pages that hang, and then counts as a crash.
  process.on('disconnect', () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Chromium may still be writing there.
      log.error(`${folder} could not be deleted`, error);
    } finally {
      process.kill(process.pid, 'SIGKILL');
    }
  });
  // enableSandbox would override --no-sandbox, which a person may have to give.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  guardChromium(app);
  // The pool may be without windows for a while.
  app.on('window-all-closed', () => undefined);

  const port: RenderPort = {
    postMessage: (message) => send(message, undefined, undefined, () => undefined),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') process.on('message', listener);
      else process.on('disconnect', () => listener(undefined));
    },
  };
  void app.whenReady().then(() => {
    Menu.setApplicationMenu(null);
    const roles = new ContentsRoles((contents) => guardAppPage(contents, log));
    app.on('web-contents-created', (_event, contents) => {
      guardAllContents(contents, log);
      roles.guard(contents);
    });
    const inPage = readInPage(import.meta.dirname);
    serveRenderHost(port, {
      inPage,
      adopt: (one) => adoptRendered(roles, one),
      isAlone: true,
      log,
    });
    port.postMessage({ kind: 'ready' } satisfies RenderHostReady);
  });
}

const log: Log = {
  info: () => undefined,
  error(message, error) {
    const reason =
      error instanceof Error ? error.message : error === undefined ? '' : String(error);
    process.stderr.write(`${message}${reason === '' ? '' : `: ${reason}`}\n`);
  },
};
