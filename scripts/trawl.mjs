// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, dist } from './build.mjs';
import { main } from './main.mjs';

/** `npm run trawl -- WORDS`: the command line, from the build. It runs in this same process. */
const cli = join(dist, 'cli.js');

// npm runs scripts in the project's root; paths on the command line are relative to the person's folder.
const startedFrom = process.env['npm_lifecycle_event'] === 'trawl' && process.env['INIT_CWD'];
if (startedFrom) process.chdir(startedFrom);

await main(async () => {
  if (!existsSync(cli)) await build();
});
if (process.exitCode === 0) {
  process.argv[1] = cli;
  await import(pathToFileURL(cli).href);
}
