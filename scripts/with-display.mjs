// @ts-check
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { hasDisplay } from './project.mjs';
import { run } from './run.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';

/** The command that gives another command its own display, large enough for the app's largest window. */
export const onVirtualDisplay = ['xvfb-run', '-a', '-s', '-screen 0 1280x1024x24'];

/**
 * Does the work where there is a display; else runs the whole script again on a virtual display.
 * @param {string} script
 * @param {() => Promise<number | void>} work
 * @returns {Promise<number | void>} The exit code.
 */
export async function withDisplay(script, work) {
  const { executable } = await ensureElectronRuntime();
  await ensureSystemLibraries(executable, { virtualDisplay: !hasDisplay });
  if (hasDisplay) return work();
  const [program = '', ...args] = onVirtualDisplay;
  const words = [...args, process.execPath, script, ...process.argv.slice(2)];
  return (await run(program, words, { show: true })).code;
}
