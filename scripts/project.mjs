// @ts-check
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** The project's root folder. */
export const root = resolve(import.meta.dirname, '..');

/** @type {{ version: string, scripts: Record<string, string> }} */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/**
 * The folder for files that are slow to download and belong to no checkout. By the XDG rules a relative path
 * is ignored.
 * @returns {string}
 */
export function cacheFolder() {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'trawl');
}

/** @param {string} sentence */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/** Whether a window can be opened on this machine. */
export const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
