// @ts-check
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchApp } from './launch-app.mjs';
import { main } from './main.mjs';
import { root } from './project.mjs';
import { withDisplay } from './with-display.mjs';

/** `npm run shots`: pictures of the app's screens, into the ignored folder `shots`. */
await main(() =>
  withDisplay(import.meta.filename, async () => {
    const folder = join(root, 'shots');
    await mkdir(folder, { recursive: true });
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const { page, close } = await launchApp({ colorScheme });
      await page.screenshot({ path: join(folder, `start-${colorScheme}.png`) }).finally(close);
    }
    console.log(folder);
  }),
);
