import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { Trawl } from './app.ts';

/** The window of a page whose address begins like this, once it is there. */
export async function windowAt({ app }: Trawl, start: string): Promise<Page> {
  const find = () => app.windows().find((page) => page.url().startsWith(start));
  await expect.poll(find, { timeout: 60_000 }).toBeDefined();
  const page = find();
  if (page === undefined) throw new Error(`no window at ${start}`);
  return page;
}

/** Types an address into the dialog that is open, and opens the window. */
export async function openLogin(trawl: Trawl, address: string): Promise<Page> {
  const dialog = trawl.page.getByRole('dialog');
  const { origin, pathname } = new URL(address);
  // The site of the list is offered.
  const offered = () => dialog.getByLabel('Address').inputValue();
  await expect.poll(offered, { timeout: 60_000 }).toBe(origin);
  await dialog.getByLabel('Address').fill(address);
  await dialog.getByRole('button', { name: 'Open the window' }).click();
  // The page view may show a page of the same site.
  return windowAt(trawl, origin + pathname);
}

/** Presses the button of the log-in window that keeps the log-in. */
export async function pressDone(trawl: Trawl, host: string): Promise<void> {
  const bar = await windowAt(trawl, 'data:text/html');
  await bar.getByText(host, { exact: true }).waitFor();
  await bar.getByText('Not secure').waitFor();
  await bar.getByRole('button', { name: 'Done' }).click();
  await trawl.page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** What the log-in of the sample site has left, and what its window began with. */
interface SampleLogIn {
  /** The token of the session; also the value of the cookie, which no script sees. */
  readonly token: string;
  /** The token that the storage of the window held before the log-in. */
  readonly before: string | null;
}

/**
 * Logs in at the sample site as a person does, from the dialog to "Done".
 *
 * @param pages how many the session shows before it ends
 */
export async function logInAtSample(
  trawl: Trawl,
  shop: string,
  pages: number,
): Promise<SampleLogIn> {
  const page = await openLogin(trawl, `${shop}/customer/login?pages=${pages}`);
  await page.getByLabel('Password').fill('harbour');
  const before = await page.evaluate(() => localStorage.getItem('quay-token'));
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('You are logged in.').waitFor();
  const found = await page.evaluate(() => ({
    token: localStorage.getItem('quay-token'),
    cookie: document.cookie,
    reach: [typeof Reflect.get(window, 'trawl'), typeof Reflect.get(window, 'require')],
  }));
  expect(found).toMatchObject({ cookie: '', reach: ['undefined', 'undefined'] });
  await pressDone(trawl, new URL(shop).host);
  return { token: found.token ?? 'no token', before };
}
