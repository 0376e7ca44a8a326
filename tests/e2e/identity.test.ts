import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpProxy, type TestProxy } from '../proxies/http-proxy.ts';
import { openTrawl, showTab, type Trawl, watchApps } from './support/app.ts';
import { filesWith } from './support/files-with.ts';
import { folderForTests } from './support/folder.ts';
import { writeJob } from './support/job-files.ts';

/**
 * A job behind a login and a proxy, both set in the window; the secrets are not shown anywhere. Then the same
 * with the proxies of the system, which a PAC file names for each host.
 */

watchApps();
const folder = folderForTests();
const dataFolder = join(folder, 'data');
const pageCount = 30;
const secret = { cookie: 'c00kie-s3cret', proxy: 'pr0xy-pa55word' };
let proxy: TestProxy;
let systemProxies: readonly [TestProxy, TestProxy];
let trawl: Trawl;

const site = createServer((request, response) => {
  if (request.url === '/proxy.pac') {
    const [shop, other] = systemProxies.map(({ port }) => `PROXY 127.0.0.1:${port}`);
    response.setHeader('content-type', 'application/x-ns-proxy-autoconfig');
    response.end(`function FindProxyForURL(url, host) {
      return host === 'shop.example' ? '${shop}' : host === 'other.example' ? '${other}' : 'DIRECT';
    }`);
    return;
  }
  const signedIn = request.headers.cookie === `sid=${secret.cookie}`;
  response.setHeader('content-type', 'text/html');
  response.end(`<h1>${signedIn ? 'Hello, Ann' : 'Please sign in'}</h1>`);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  proxy = await startHttpProxy({ login: `bob:${secret.proxy}` });
  systemProxies = await Promise.all([startHttpProxy(), startHttpProxy()]);
  const { port } = site.address() as AddressInfo;
  const job = await writeJob(folder, {
    version: 2,
    name: 'Members',
    urls: Array.from(
      { length: pageCount },
      (_, index) => `http://${index % 2 === 0 ? 'shop' : 'other'}.example:${port}/${index}`,
    ),
    fields: [{ name: 'greeting', css: 'h1' }],
  });
  const pac = `--proxy-pac-url=http://127.0.0.1:${port}/proxy.pac`;
  trawl = await openTrawl({ dataFolder, args: [job, pac] });
});
afterAll(async () => {
  await Promise.all([proxy, ...systemProxies].map((one) => one.close()));
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

/** The files of the data folder that contain a text. */

describe('log-in cookies and a proxy with a login', () => {
  it('are taken in the options', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('button', { name: 'Log-in cookies' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Cookies', { exact: true }).fill(`Cookie: sid=${secret.cookie}`);
    await dialog.getByLabel('Domain').fill('http://shop.example');
    await dialog.getByRole('button', { name: 'Add cookies' }).click();
    await dialog
      .getByRole('list', { name: 'Cookies that are kept' })
      .getByText('1 cookie')
      .waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    await page.getByRole('combobox', { name: 'Proxies', exact: true }).click();
    await page.getByRole('option', { name: 'From a list' }).click();
    await page
      .getByRole('textbox', { name: 'Proxies to add, one a line' })
      .fill(`http://bob:${secret.proxy}@127.0.0.1:${proxy.port}`);
    await page.getByRole('button', { name: 'Add proxies' }).click();
    await page
      .getByRole('list', { name: 'Proxies of this job' })
      .getByText('with a login')
      .waitFor();
  });

  it('are used by the run, which shows how the proxy does', async () => {
    const { page } = trawl;
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByText('Finished', { exact: true }).first().waitFor();
    await page.getByText(`${pageCount} done`, { exact: true }).waitFor();
    await page.getByRole('gridcell', { name: 'Hello, Ann' }).nth(5).waitFor();
    expect(proxy.asked.length).toBeGreaterThanOrEqual(pageCount);
    await page.getByRole('tab', { name: 'Proxies' }).click();
    await page.getByText(`http://127.0.0.1:${proxy.port}`).first().waitFor();
  });

  it('stand in no file but the run, and nowhere on the screen', async () => {
    const { page } = trawl;
    // A run keeps the cookies of its session, so that it can be resumed: see SECURITY.md.
    expect(filesWith(dataFolder, secret.cookie).filter((file) => !file.startsWith('runs'))).toEqual(
      [],
    );
    expect(filesWith(dataFolder, secret.proxy)).toEqual([]);
    for (const tab of ['URLs', 'Fields', 'Options', 'Run'] as const) {
      await showTab(trawl, tab);
      const shown = await page.content();
      expect(shown).not.toContain(secret.cookie);
      expect(shown).not.toContain(secret.proxy);
    }
    expect(trawl.takeTroubles()).toEqual([]);
  });
});

describe('the proxies of the system', () => {
  it('are found for each host by the PAC file', async () => {
    const { page } = trawl;
    await showTab(trawl, 'Options');
    await page.getByRole('combobox', { name: 'Proxies', exact: true }).click();
    await page.getByRole('option', { name: "The system's" }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const pages = () => systemProxies.map(({ asked }) => asked.length);
    await expect.poll(pages, { timeout: 30_000 }).toEqual([pageCount / 2, pageCount / 2]);
    for (const [index, host] of ['shop', 'other'].entries()) {
      const { asked = [] } = systemProxies[index] ?? {};
      expect(asked.every((line) => line.startsWith(`GET http://${host}.example:`))).toBe(true);
    }
  });
});
