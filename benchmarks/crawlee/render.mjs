// @ts-check
/// <reference path="./crawlee.d.ts" />
import { PlaywrightCrawler } from '@crawlee/playwright';
import { chromium } from 'playwright';
import { runCrawler } from './run-crawler.mjs';

const blocked = new Set(['image', 'stylesheet', 'font', 'media']);

/**
 * Crawlee's browser at its fastest: Debian's headless shell, images, styles and fonts blocked, one browser
 * for all pages, and each page taken as soon as its value is there.
 */
await runCrawler(
  (options, configuration, add) =>
    new PlaywrightCrawler(
      {
        ...options,
        launchContext: {
          launcher: chromium,
          launchOptions: {
            executablePath: '/usr/bin/chromium-headless-shell',
            args: ['--no-sandbox'],
          },
        },
        browserPoolOptions: { retireBrowserAfterPageCount: 100_000, useFingerprints: false },
        preNavigationHooks: [
          async ({ page }, navigation) => {
            navigation.waitUntil = 'domcontentloaded';
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
          add({ url: request.url, title, price });
        },
      },
      configuration,
    ),
);
