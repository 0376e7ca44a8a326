// @ts-check
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { icns, ico } from './icon-containers.mjs';
import { main } from './main.mjs';
import { root } from './project.mjs';
import { sandboxSwitches } from './sandbox.mjs';
import { withDisplay } from './with-display.mjs';

const folder = join(root, 'resources', 'icons');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

/** `npm run icons`: draws the app's icons again from their SVG. The results are kept in the repository. */
await main(() =>
  withDisplay(import.meta.filename, async () => {
    const pictures = await draw();
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.svg')) await rm(join(folder, name));
    }
    for (const [size, png] of pictures) {
      // The names that electron-builder expects on Linux.
      await writeFile(join(folder, `${size}x${size}.png`), png);
    }
    await writeFile(join(folder, 'icon.ico'), ico(pictures));
    await writeFile(join(folder, 'icon.icns'), icns(pictures));
  }),
);

/**
 * Chromium is the renderer: the icons are drawn by the engine that also draws the app.
 * @returns {Promise<Map<number, Buffer>>}
 */
async function draw() {
  const { executable } = await ensureElectronRuntime();
  const app = await _electron.launch({
    executablePath: executable,
    args: [
      ...sandboxSwitches,
      '--force-device-scale-factor=1',
      join(import.meta.dirname, 'blank-app'),
    ],
  });
  const page = await app.firstWindow();
  /** @type {Map<number, Buffer>} */
  const pictures = new Map();
  for (const size of sizes) {
    const source = await readFile(join(folder, size <= 32 ? 'icon-small.svg' : 'icon.svg'), 'utf8');
    const url = `data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}`;
    pictures.set(size, Buffer.from(await page.evaluate(rasterise, { url, size }), 'base64'));
  }
  await app.close();
  return pictures;
}

/**
 * Runs in the page.
 * @param {{ url: string, size: number }} picture
 * @returns {Promise<string>} A PNG as base64.
 */
async function rasterise({ url, size }) {
  const image = new Image(size, size);
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  canvas.getContext('2d')?.drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
}
