import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrawl, type Trawl, watchApps } from './support/app.ts';
import { type Listeners, startListeners } from './support/listeners.ts';
import { type Target, waysOut } from './support/ways-out.ts';

/** A script in the page cannot send anything out, in any of the ways there are. */

watchApps();
const folder = mkdtempSync(join(tmpdir(), 'trawl-network-'));
const logFile = join(folder, 'network.json');
const domain = 'looked-up.example';
let listeners: Listeners;
let trawl: Trawl;

beforeAll(async () => {
  listeners = await startListeners();
  trawl = await openTrawl();
  // Chromium's own record of all network activity: it contains look-ups of names as well.
  await trawl.app.evaluate(
    ({ session }, file) => session.defaultSession.netLog.startLogging(file),
    logFile,
  );
});
afterAll(() => {
  listeners.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('nothing leaves the page', () => {
  it.each(Object.entries(waysOut))('by %s', async (_name, way) => {
    const { address, port } = listeners;
    const to: Target = { address, port, web: `${address}:${port}`, domain };
    await tryInPage(way, to);
    expect(listeners.takeReceived()).toEqual([]);
  });

  // Runs behind all of the others: by now their attempts would have got far.
  it('and no name of theirs was looked up', async () => {
    await trawl.app.evaluate(async ({ session }) => {
      const known = session.fromPartition('known').resolveHost('known.invalid');
      await known.catch(() => undefined);
      await session.defaultSession.netLog.stopLogging();
    });
    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('known.invalid');
    const names = log.match(/[\w-]+\.looked-up\.example/g) ?? [];
    expect([...new Set(names)]).toEqual([]);
    expect(listeners.takeReceived()).toEqual([]);
  });
});

/** Runs `way` in the page until it ends, with or without an error; one that hangs is left alone. */
async function tryInPage(way: (to: Target) => unknown, to: Target): Promise<void> {
  const code = `Promise.race([
    Promise.resolve().then(() => (${way})(${JSON.stringify(to)})),
    new Promise((resolve) => setTimeout(resolve, 5000)),
  ]).then(String, String)`;
  const end = await trawl.app.evaluate(
    ({ BrowserWindow }, text): Promise<string> | undefined =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text),
    code,
  );
  // An error in the test would send nothing either.
  expect(end).not.toMatch(/ReferenceError|SyntaxError|has no nonce|cannot be reached/);
}
