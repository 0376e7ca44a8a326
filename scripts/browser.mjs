// @ts-check
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { main } from './main.mjs';
import { hasDisplay, root } from './project.mjs';
import { sandboxSwitches } from './sandbox.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import { onVirtualDisplay } from './with-display.mjs';

/**
 * Prints the command that starts Trawl's own Electron as the browser of the command line, as JSON, once
 * everything that it needs is there. The engine of the command line runs this in development; the packaged
 * app starts itself.
 */
await main(async () => {
  const { executable } = await ensureElectronRuntime();
  await ensureSystemLibraries(executable, { virtualDisplay: !hasDisplay });
  const command = [executable, ...sandboxSwitches, root, 'render-host'];
  console.log(JSON.stringify(hasDisplay ? command : [...onVirtualDisplay, ...command]));
});
