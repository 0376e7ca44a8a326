/**
 * Stands in for Electron's own default app in the fallback runtime (scripts/runtime/fallback.mjs), so
 * that `electron [switches] [-r MODULE] PATH [arguments]` works there as anywhere. Never shipped.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const words = process.argv.slice(1);
/** @type {string[]} */
const modules = [];
let path = '';
while (path === '' && words.length > 0) {
  const word = words.shift() ?? '';
  if (word === '-r' || word === '--require') modules.push(words.shift() ?? '');
  else if (!word.startsWith('-')) path = resolve(word);
}
if (path === '') {
  process.stderr.write('Usage: electron PATH\n');
  process.exit(2);
}

const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
app.setAppPath(path);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setPath('userData', join(app.getPath('appData'), app.getName()));

const require = createRequire(join(path, 'package.json'));
for (const module of modules) require(module);
await import(pathToFileURL(join(path, manifest.main)).href);
