import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MessagePortMain, Session } from 'electron';
import { serveRenderHost } from '../../render-host/serve-render-host.ts';
import type { ContentsRoles } from '../guards/contents-roles.ts';
import type { Log } from '../log.ts';

/**
 * The role of rendered pages: their windows may navigate, since the engine answers every navigation of a page
 * and the engine's proxy everything else. What else they may not do, their session refuses (`render-host`).
 */
export function adoptRendered(roles: ContentsRoles, session: Session): void {
  roles.give(session, () => undefined);
}

/** The built code that runs inside rendered pages. */
export function readInPage(dist: string): string {
  return readFileSync(join(dist, 'render-page.js'), 'utf8');
}

/** Renders pages in windows of the app, by the orders that the engine sends over the port. */
export function renderFor(
  port: MessagePortMain,
  parts: { readonly dist: string; readonly roles: ContentsRoles; readonly log: Log },
): void {
  const { dist, roles, log } = parts;
  const channel = {
    postMessage: (message: unknown) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (message: unknown) => void) {
      if (event === 'message') port.on('message', ({ data }) => listener(data));
      else port.on('close', () => listener(undefined));
    },
  };
  const inPage = readInPage(dist);
  serveRenderHost(channel, {
    inPage,
    adopt: (session) => adoptRendered(roles, session),
    isAlone: false,
    log,
  });
  port.start();
}
