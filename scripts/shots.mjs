// @ts-check
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { launchApp } from './launch-app.mjs';
import { main } from './main.mjs';
import { root } from './project.mjs';
import { cameraOf } from './scenes/camera.mjs';
import { crowd, writeCrowdedJob } from './scenes/crowd.mjs';
import { firstDay } from './scenes/first-day.mjs';
import { lab } from './scenes/lab.mjs';
import { largeThings, prepareLargeThings } from './scenes/large-things.mjs';
import { lists } from './scenes/lists.mjs';
import { logIn } from './scenes/log-in.mjs';
import { alternates, pageView, writeJobWithAlternates } from './scenes/page-view.mjs';
import { rendering, writeRenderedJob } from './scenes/rendering.mjs';
import { startSampleSite } from './scenes/sample-site.mjs';
import { engineTrouble } from './scenes/trouble.mjs';
import { startRenamingShop, warnings, writeLampJob } from './scenes/warnings.mjs';
import { withDisplay } from './with-display.mjs';

/**
 * `npm run shots`: a picture of every screen and main state, light and dark, wide and narrow, into
 * the ignored folder `shots`. With `--readme` also the picture of the README.
 */
const folder = join(root, 'shots');
const readmePicture = join(root, 'docs', 'trawl.png');

await main(() =>
  withDisplay(import.meta.filename, async () => {
    await ensureBuilt();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await withApp({}, firstDay);
    await withApp({}, lists);
    await withApp({}, engineTrouble);
    await onLargeThings();
    await onACrowd();
    await onScriptedPages();
    await withApp({}, lab);
    await withApp({}, pageView);
    await onAlternates();
    await onARenamingShop();
    await withApp({}, (launched) => logIn(launched, folder));
    if (process.argv.includes('--readme')) {
      await copyFile(join(folder, '09-run-under-way-light-1280x800.png'), readmePicture);
    }
    console.log(folder);
  }),
);

async function onLargeThings() {
  await withSite(async (dataFolder, origin) => {
    const job = await prepareLargeThings(dataFolder, origin);
    await withApp({ dataFolder, args: [job] }, largeThings);
  });
}

async function onAlternates() {
  await withSite(async (dataFolder, origin) => {
    const job = await writeJobWithAlternates(dataFolder, origin);
    await withApp({ dataFolder, args: [job] }, alternates);
  });
}

async function onARenamingShop() {
  await withSite(async (dataFolder, origin) => {
    const job = await writeLampJob(dataFolder, origin);
    await withApp({ dataFolder, args: [job] }, warnings);
  }, startRenamingShop);
}

async function onACrowd() {
  await withSite(async (dataFolder, origin) => {
    const job = await writeCrowdedJob(dataFolder, origin);
    await withApp({ dataFolder, args: [job] }, crowd);
  });
}

async function onScriptedPages() {
  await withSite(async (dataFolder, origin) => {
    const job = await writeRenderedJob(dataFolder, origin);
    await withApp({ dataFolder, args: [job] }, rendering);
  });
}

/**
 * @param {import('./launch-app.mjs').LaunchOptions} options
 * @param {typeof firstDay} scene
 */
async function withApp(options, scene) {
  const launched = await launchApp(options);
  try {
    await scene(launched, cameraOf(launched, folder));
  } finally {
    await launched.close();
  }
}

/**
 * @param {(dataFolder: string, origin: string) => Promise<void>} work
 * @param {() => Promise<{ origin: string, stop: () => void }>} [start]
 */
async function withSite(work, start = startSampleSite) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'trawl-shots-'));
  const site = await start();
  try {
    await work(dataFolder, site.origin);
  } finally {
    site.stop();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}
