// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright';
import { executable } from '../../scripts/package.mjs';
import { sandboxSwitches } from '../../scripts/sandbox.mjs';
import { spreadOf, tell } from './median.mjs';

/**
 * The time from the start of the process until the window can be used: the jobs are listed, the list's editor
 * takes the keyboard, and the page has painted that. Cold: the app's files are not in the system's cache and
 * it has never run before; warm: it has just been closed. Playwright's own way to start the app delays it, so
 * here Playwright only observes, through Chromium's port for debugging.
 *
 * @param {{ folder: string, repeats: number }} given
 */
export async function measureStartUp({ folder, repeats }) {
  /** @type {{ cold: number[], warm: number[] }} */
  const times = { cold: [], warm: [] };
  const data = join(folder, 'start');
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
    forgetFiles(dirname(executable()));
    times.cold.push(await startOnce(data));
    times.warm.push(await startOnce(data));
  }
  const figures = { cold: spreadOf(times.cold), warm: spreadOf(times.warm) };
  tell('usable window, first start, nothing cached', figures.cold);
  tell('usable window, started again', figures.warm);
  return figures;
}

/**
 * @param {string} data
 * @returns {Promise<number>} milliseconds
 */
async function startOnce(data) {
  const startedMs = Date.now();
  const app = spawn(executable(), [...sandboxSwitches, '--remote-debugging-port=0'], {
    env: { ...process.env, TRAWL_DATA_DIR: data },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  try {
    const browser = await chromium.connectOverCDP(await addressSaidBy(app.stderr));
    const [context] = browser.contexts();
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (!page) throw new Error('The app has no page.');
    return (await page.evaluate(usableAtMs)) - startedMs;
  } finally {
    app.kill('SIGTERM');
    await ended;
  }
}

/**
 * @param {import('node:stream').Readable} stderr
 * @returns {Promise<string>}
 */
async function addressSaidBy(stderr) {
  let said = '';
  for await (const text of stderr.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    said += text;
    const [, address] = /DevTools listening on (ws:\S+)\s/.exec(said) ?? [];
    if (address === undefined) continue;
    stderr.resume();
    return address;
  }
  throw new Error('The app ended before it could be looked at.');
}

/** In the page: the time of day when it was painted in a usable state. */
function usableAtMs() {
  return new Promise((/** @type {(at: number) => void} */ resolve) => {
    const look = () => {
      const job = document.querySelector('nav[aria-label="Jobs"] li button');
      const editor = document.querySelector('[role=textbox][aria-label="URLs, one per line"]');
      if (!job || !(editor instanceof HTMLElement)) {
        requestAnimationFrame(look);
        return;
      }
      editor.focus();
      if (document.activeElement !== editor) throw new Error('The editor does not take the focus.');
      // The frame of this moment is painted when a later task runs.
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    };
    look();
  });
}

/**
 * Removes the files of a folder from the system's cache, where `dd` can do that.
 * @param {string} folder
 */
function forgetFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
  }
}
