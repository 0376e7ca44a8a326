// @ts-check
import { openTab } from './hands.mjs';

/**
 * The engine ends by itself in the midst of a run: at first it comes back, in the end it does not.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function engineTrouble({ app, page }, shoot) {
  await page.getByText('400 URLs').waitFor();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await openTab(page, 'Run');
  await page.getByText(/^[1-9]\d* done$/).waitFor();

  // It is back too soon for the pictures: the news of that is held up.
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) return;
    const send = contents.send.bind(contents);
    contents.send = (channel, news) => {
      if (channel !== 'engine-status' || news.state !== 'ready') return send(channel, news);
      contents.send = send;
    };
  });
  let pid = await killEngine(app, 0);
  await page.getByText('is being started again').waitFor();
  await shoot('40-engine-restarting');

  pid = await killEngine(app, pid);
  await page.getByText('is running again').waitFor();
  await shoot('41-engine-running-again');

  for (let deaths = 2; deaths < 5; deaths += 1) pid = await killEngine(app, pid);
  await page.getByText('ended five times within a minute').waitFor();
  await page.getByText(/^This run was cut off/).waitFor();
  await page.getByText('The results could not be read').waitFor();
  await shoot('42-engine-failed');
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {number} lastPid Of the one that was killed last.
 */
async function killEngine(app, lastPid) {
  for (;;) {
    const pid = await app.evaluate(
      (electron) =>
        electron.app.getAppMetrics().find(({ name }) => name === 'Trawl engine')?.pid ?? 0,
    );
    if (pid !== 0 && pid !== lastPid) {
      process.kill(pid, 'SIGKILL');
      return pid;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
