import { BrowserWindow, type Session } from 'electron';
import type { OriginStorage } from '#shared/engine-protocol/origin-storage.ts';
import { pausedSchema, Tools } from './tools.ts';
import { within } from './within.ts';

/** A blank page of an origin is there in some hundredths of a second. */
const putMs = 10_000;

/**
 * Puts the storage of a log-in into a session before its first page, as if each origin had stored it there
 * itself. Each part goes to the process of its own origin alone, and what pages change in it later stays.
 *
 * Rejects with a sentence for the person, without what is stored, if that cannot be done.
 */
export async function putStorage(
  session: Session,
  storage: readonly OriginStorage[],
): Promise<void> {
  if (storage.length === 0) return;
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      disableDialogs: true,
    },
  });
  try {
    await within(putMs * storage.length, putWith(window, storage));
  } catch {
    throw new Error('The storage of the log-in could not be put into the browser.');
  } finally {
    window.destroy();
  }
}

async function putWith({ webContents }: BrowserWindow, storage: readonly OriginStorage[]) {
  // A window that has loaded nothing does not answer the protocol for tools.
  await webContents.loadURL('about:blank');
  const tools = new Tools(webContents);
  // Nothing of a site is loaded: each of its addresses is answered by an empty page.
  tools.onMessage((method, params) => {
    if (method !== 'Fetch.requestPaused') return;
    const { requestId } = pausedSchema.parse(params);
    const responseHeaders = [{ name: 'content-type', value: 'text/html' }];
    tools.tell('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders });
  });
  await tools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  for (const { origin, entries } of storage) {
    await webContents.loadURL(`${origin}/`);
    await tools.evaluate(
      `if (location.origin === ${JSON.stringify(origin)})
        for (const [key, value] of ${JSON.stringify(entries)}) localStorage.setItem(key, value);`,
      null,
    );
  }
  await webContents.loadURL('about:blank');
}
