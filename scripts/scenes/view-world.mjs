// @ts-check

/**
 * The value of an expression in the picker's world of the page view. Electron's own call waits for the last
 * picture of the page, and knows another world.
 * @param {import('playwright').ElectronApplication} app
 * @param {string} expression
 * @returns {Promise<any>}
 */
export function inPickerWorld(app, expression) {
  return app.evaluate(async ({ webContents, session }, code) => {
    const view = webContents
      .getAllWebContents()
      .find((one) => one.session === session.fromPartition('page-view'));
    if (view === undefined) return undefined;
    const { frameTree } = await view.debugger.sendCommand('Page.getFrameTree');
    const world = { frameId: frameTree.frame.id, worldName: 'trawl-picker' };
    const made = await view.debugger.sendCommand('Page.createIsolatedWorld', world);
    const order = { expression: code, contextId: made.executionContextId, returnByValue: true };
    return (await view.debugger.sendCommand('Runtime.evaluate', order)).result.value;
  }, expression);
}
