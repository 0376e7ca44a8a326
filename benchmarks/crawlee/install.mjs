// @ts-check
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from '../../scripts/run.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Crawlee is not a dependency of Trawl: it is installed when it is first measured, into a folder of its own,
 * since it uses an older cheerio.
 * @returns {Promise<string | null>} the reason why it cannot be measured
 */
export async function installCrawlee() {
  const packages = ['cheerio', 'playwright'];
  const isThere = (/** @type {string} */ name) =>
    existsSync(`${folder}node_modules/@crawlee/${name}/package.json`);
  if (packages.every(isThere)) return null;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, output } = await npm(args, { cwd: folder });
  if (code === 0) return null;
  const reason = /npm error code (\S+)/.exec(output)?.[1] ?? `status ${code}`;
  return `Crawlee is left out: \`npm ci\` in benchmarks/crawlee ended with ${reason}. It needs the npm registry once.`;
}
