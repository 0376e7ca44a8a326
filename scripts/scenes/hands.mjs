// @ts-check

/**
 * The actions of a person, for the pictures.
 * @param {import('playwright').Page} page
 * @param {'URLs' | 'Fields' | 'Options' | 'Run'} name
 */
export async function openTab(page, name) {
  await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
}

/**
 * @param {import('playwright').ElectronApplication} app
 * @param {import('playwright').Page} page
 * @param {string} text
 */
export async function pasteText(app, page, text) {
  await app.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
}

/**
 * Sets the answers of the next native dialogs.
 * @param {import('playwright').ElectronApplication} app
 * @param {{ readonly save?: string, readonly open?: string }} answers
 */
export async function answerDialogs(app, answers) {
  await app.evaluate(({ dialog }, { save, open }) => {
    dialog.showSaveDialog = async () => ({ canceled: !save, filePath: save ?? '' });
    dialog.showOpenDialog = async () => ({ canceled: !open, filePaths: open ? [open] : [] });
  }, answers);
}
