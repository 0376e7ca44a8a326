// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const docs = new URL('../../docs/', import.meta.url);
const page = fileURLToPath(new URL('performance.md', docs));
/** The file of the results, beside that page. */
export const dataFile = fileURLToPath(new URL('performance.json', docs));

/**
 * @param {string} file
 * @param {import('./results.mjs').Results} results
 */
export async function writeData(file, results) {
  await writeFile(file, `${JSON.stringify(results, rounded, 2)}\n`);
}

/**
 * More digits than were measured would only make a file hard to compare.
 * @param {string} _key
 * @param {unknown} value
 */
function rounded(_key, value) {
  return typeof value === 'number' && !Number.isInteger(value)
    ? Number(value.toPrecision(4))
    : value;
}

/**
 * Puts a text between the two comments of this name in docs/performance.md; the rest of the page is written
 * by hand.
 * @param {'bench' | 'profile'} name
 * @param {string} text
 */
export async function writeBetween(name, text) {
  const before = await readFile(page, 'utf8');
  const between = new RegExp(`(<!-- ${name}: .* -->\n).*?(\n<!-- end of ${name} -->)`, 's');
  if (!between.test(before)) throw new Error(`docs/performance.md has no place for ${name}.`);
  await writeFile(
    page,
    before.replace(between, (_, begin, end) => `${begin}\n${text}\n${end}`),
  );
}
