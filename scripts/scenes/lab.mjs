// @ts-check

/**
 * The Lab: before, during and after a measurement, stopped, with the person's own list, and a curve with its
 * knee.
 * @param {import('../launch-app.mjs').LaunchedApp} launched
 * @param {import('./camera.mjs').Shoot} shoot
 */
export async function lab({ page }, shoot) {
  await page.getByText('400 URLs').waitFor();
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await page.getByRole('heading', { name: 'Lab' }).waitFor();
  await shoot('60-lab-empty');
  await page.getByRole('textbox', { name: 'Pages', exact: true }).fill('300');
  await measure(page);
  await page.getByText(/^Round 2 of 3: Sequential/).waitFor({ timeout: 120_000 });
  await page
    .getByText(/^[1-9]\d pages\/s$/)
    .first()
    .waitFor();
  await shoot('61-lab-race');
  await whenOver(page);
  await shoot('62-lab-compared');

  await measure(page);
  await page.getByText(/^Round 1 of 3: Threads/).waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped/).waitFor();
  await shoot('63-lab-stopped');

  await choose(page, 'Pages of', 'A list of mine');
  await page.getByRole('textbox', { name: 'Pages', exact: true }).fill('9000');
  await shoot('64-lab-own-list');
  await page.getByRole('textbox', { name: 'Pages', exact: true }).fill('20');
  await measure(page);
  await page.getByRole('dialog').waitFor();
  await shoot('65-lab-own-list-question');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await choose(page, 'Pages of', 'The sample site');

  await page.getByRole('tab', { name: 'Tune' }).click();
  await shoot('66-tune-empty');
  await page.getByRole('textbox', { name: 'Up to' }).fill('128');
  await measure(page);
  await page.getByText(/^Round 1 of 3: 16 at once/).waitFor({ timeout: 120_000 });
  await shoot('67-tune-under-way');
  await whenOver(page);
  await shoot('68-tuned');
  await page.getByRole('button', { name: 'Use this for my job' }).click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await shoot('69-tuned-used');
}

/** @param {import('playwright').Page} page */
async function measure(page) {
  await page.getByRole('button', { name: 'Measure' }).click();
}

/** @param {import('playwright').Page} page */
async function whenOver(page) {
  await page.getByRole('button', { name: 'Measure' }).waitFor({ timeout: 300_000 });
}

/**
 * @param {import('playwright').Page} page
 * @param {string} label
 * @param {string} option
 */
async function choose(page, label, option) {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option }).click();
}
