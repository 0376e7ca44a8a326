import { app } from 'electron';
import { plainLines } from '#shared/plain-text.ts';
import { prepareApp } from './app.ts';
import { ownArguments, readCommandLine } from './command-line.ts';
import { prepareRenderChild } from './rendering/render-child.ts';

/**
 * Electron's main process: a window, or the command line if the app is started with a command, or the browser
 * windows that the command line asks for. Electron
 * evaluates this file before Chromium looks for a display, and waits while its top level does: commands need
 * no display and start no Chromium.
 */
const start = readCommandLine(ownArguments(process.argv, process.defaultApp === true));

if (start.kind === 'cli') {
  if (start.dataDir !== null) process.env['TRAWL_DATA_DIR'] = start.dataDir;
  // Electron would show a dialog and wait for an answer, although no person may see it.
  process.on('uncaughtException', (error) => {
    process.stderr.write(`Trawl made a mistake: ${plainLines(error.stack ?? error.message)}\n`);
    process.exit(1);
  });
  // The command line is a host of the engine, which main must not import: it is a separate file.
  const file = new URL('./app-cli.js', import.meta.url).href;
  const { runWords }: typeof import('../hosts/app-cli.ts') = await import(/* @vite-ignore */ file);
  process.exit(await runWords(start.words));
}
if (start.kind === 'render-host') prepareRenderChild(app);
else prepareApp(app, start);
