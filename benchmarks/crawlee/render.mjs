// @ts-check
/// <reference path="./crawlee.d.ts" />
import { Configuration, log, PlaywrightCrawler, RequestList } from '@crawlee/playwright';
import { chromium } from 'playwright';
import { readTask, writeRows } from '../engines/task.mjs';

/**
 * Crawlee's browser at its fastest: Debian's headless shell, images, styles and fonts blocked, one browser
 * for all pages, and each page taken as soon as its value is there.
 */
const { urls, out, connections } = readTask();
log.setLevel(log.LEVELS.ERROR);
/** @type {object[]} */
const rows = [];
const blocked = new Set(['image', 'stylesheet', 'font', 'media']);
const crawler = new PlaywrightCrawler(
  {
    requestList: await RequestList.open(null, [...urls]),
    minConcurrency: connections,
    maxConcurrency: connections,
    maxRequestRetries: 0,
    useSessionPool: false,
    persistCookiesPerSession: false,
    launchContext: {
      launcher: chromium,
      launchOptions: {
        executablePath: '/usr/bin/chromium-headless-shell',
        args: ['--no-sandbox'],
      },
    },
    browserPoolOptions: { retireBrowserAfterPageCount: 100_000, useFingerprints: false },
    preNavigationHooks: [
      async ({ page }, options) => {
        options.waitUntil = 'domcontentloaded';
        await page.route('**/*', (route) =>
          blocked.has(route.request().resourceType()) ? route.abort() : route.fallback(),
        );
      },
    ],
    async requestHandler({ request, page }) {
      await page.waitForSelector('.price');
      const [title, price] = await page.evaluate(() =>
        ['h1', '.price'].map((css) => document.querySelector(css)?.textContent ?? ''),
      );
      rows.push({ url: request.url, title, price });
    },
  },
  new Configuration({ persistStorage: false }),
);
await crawler.run();
writeRows(out, rows);
