// @ts-check
import { openTab } from './hands.mjs';

/**
 * The engine crashes during a run: at first it is started again, at last it is not.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function engineTrouble({ app, page }, shoot) {
  await page.getByText('400 URLs').waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await openTab(page, 'Run');
  await page.getByText(/^[1-9]\d* done$/).waitFor();

  // The engine is back too soon for the pictures, so its news is delayed.
  const news = await app.evaluateHandle(({ BrowserWindow }) => {
    const held = { up: false };
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const send = contents?.send.bind(contents);
    if (contents === undefined || send === undefined) return held;
    contents.send = (channel, payload) => {
      if (channel !== 'engine-status' || payload.state !== 'ready') return send(channel, payload);
      contents.send = send;
      held.up = true;
    };
    return held;
  });
  await killEngine(app);
  await page.getByText('is being started again').waitFor();
  await shoot('50-engine-restarting');

  while (!(await news.jsonValue()).up) await page.waitForTimeout(20);
  await killEngine(app);
  await page.getByText('is running again').waitFor();
  await shoot('51-engine-running-again');

  const away = page.getByText('ended five times within a minute').first();
  while (!(await away.isVisible())) await killEngine(app);
  await page.getByText(/^This run was cut off/).waitFor();
  // Lines that were read before stay in view; lines that are requested now cannot be read.
  await page.getByLabel('Find in any column').fill('a');
  await page.getByText('The results could not be read').waitFor();
  await shoot('52-engine-failed');
}

/**
 * Kills the engine as soon as there is one, within a time limit.
 * @param {import('playwright').ElectronApplication} app
 */
async function killEngine(app) {
  for (let tries = 0; tries < 100; tries += 1) {
    const pid = await app.evaluate(
      (electron) =>
        electron.app.getAppMetrics().find(({ name }) => name === 'Trawl engine')?.pid ?? 0,
    );
    if (pid !== 0 && sendKill(pid)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @param {number} pid
 * @returns {boolean} false where the process was gone already: the list of processes is slightly behind
 */
function sendKill(pid) {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
