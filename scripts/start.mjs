// @ts-check
import { join } from 'node:path';
import { dist, ensureBuilt } from './build.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { main } from './main.mjs';
import { hasDisplay, root, say } from './project.mjs';
import { run } from './run.mjs';
import { noSandboxReason, sandboxSwitches } from './sandbox.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** `npm start`: the app in a window or, where no window can be opened, its sample job on the command line. */
await main(async () => {
  await ensureBuilt();
  return hasDisplay ? openWindow() : runSampleJob();
});

async function openWindow() {
  const { executable } = await ensureElectronRuntime();
  await ensureSystemLibraries(executable, { virtualDisplay: false });
  if (noSandboxReason !== undefined) say(`Starting with --no-sandbox: ${noSandboxReason}.`);
  const args = [...sandboxSwitches, root, ...process.argv.slice(2)];
  return (await run(executable, args, { show: true })).code;
}

async function runSampleJob() {
  say('There is no display, so no window can open. Running the sample job on the command line.');
  const words = ['sample', '--out', join(root, 'trawl-sample.csv'), ...process.argv.slice(2)];
  const { code } = await run(process.execPath, [join(dist, 'cli.js'), ...words], { show: true });
  // A few pages of the sample fail on purpose: "finished with failed requests" is the expected result.
  return code === 3 ? 0 : code;
}
