import type { Trawl } from './app.ts';
import { until } from './until.ts';

/** The page view of an app, and a hand that points in it. */
export interface ShownPage {
  /** The value of an expression in the picker's world. */
  look<T>(expression: string): Promise<T>;
  /** The value of an expression in the page's own world; null where scripts are off. */
  run(expression: string): Promise<unknown>;
  hover(selector: string): Promise<void>;
  click(selector: string): Promise<void>;
  press(...keys: string[]): Promise<void>;
  url(): Promise<string>;
  /** Whether something of the page is still on its way. */
  isLoading(): Promise<boolean>;
}

/** Waits until the view shows a page with this path. */
export async function shownPage({ app, page }: Trawl, path: string): Promise<ShownPage> {
  type Input = { readonly type: string } & Readonly<Record<string, unknown>>;
  const url = () =>
    app.evaluate(({ webContents, session }) => {
      const shown = webContents
        .getAllWebContents()
        .find((one) => one.session === session.fromPartition('page-view'));
      return shown?.getURL() ?? '';
    });
  const send = (inputs: readonly Input[]) =>
    app.evaluate(({ webContents, session }, all) => {
      const shown = webContents
        .getAllWebContents()
        .find((one) => one.session === session.fromPartition('page-view'));
      for (const input of all) shown?.sendInputEvent(input as never);
    }, inputs);
  // Electron's own call would wait for the last picture of the page.
  const look = <T>(expression: string): Promise<T> =>
    app.evaluate(async ({ webContents, session }, code) => {
      const shown = webContents
        .getAllWebContents()
        .find((one) => one.session === session.fromPartition('page-view'));
      if (shown === undefined) return undefined;
      const send = (method: string, order: object) => shown.debugger.sendCommand(method, order);
      const { frameTree } = await send('Page.getFrameTree', {});
      const world = { frameId: frameTree.frame.id, worldName: 'trawl-picker' };
      const { executionContextId: contextId } = await send('Page.createIsolatedWorld', world);
      const order = { expression: code, contextId, returnByValue: true, awaitPromise: true };
      return (await send('Runtime.evaluate', order)).result.value;
    }, expression);
  const placeOf = async (selector: string): Promise<{ readonly x: number; readonly y: number }> => {
    const [x = 0, y = 0] = await look<number[]>(`(() => {
      const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return [Math.round(x + Math.min(width / 2, 20)), Math.round(y + height / 2)];
    })()`);
    return { x, y };
  };
  await page.locator('[data-page-holder]').waitFor();
  await until(
    async () => new URL((await url()) || 'http://none/').pathname === path,
    `the view shows ${path}`,
  );
  await until(
    // The page may be replaced meanwhile.
    () =>
      look<boolean>('globalThis.trawlPicker !== undefined && innerWidth > 0').catch(() => false),
    'the picker is there and the view has a place',
  );
  // Chromium takes no clicks before the page was drawn.
  await look(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(0))))',
  );
  return {
    look,
    url,
    isLoading: () =>
      app.evaluate(({ webContents, session }) => {
        const shown = webContents
          .getAllWebContents()
          .find((one) => one.session === session.fromPartition('page-view'));
        return shown?.isLoadingMainFrame() ?? false;
      }),
    run: (expression) =>
      app.evaluate(async ({ webContents, session }, code) => {
        const shown = webContents
          .getAllWebContents()
          .find((one) => one.session === session.fromPartition('page-view'));
        return shown?.executeJavaScript(code).catch(() => null);
      }, expression),
    async hover(selector) {
      await send([{ type: 'mouseMove', ...(await placeOf(selector)) }]);
    },
    async click(selector) {
      const at = await placeOf(selector);
      const button = { ...at, button: 'left', clickCount: 1 };
      await send([
        { type: 'mouseMove', ...at },
        { type: 'mouseDown', ...button },
        { type: 'mouseUp', ...button },
      ]);
    },
    async press(...keys) {
      await send(
        keys.flatMap((keyCode) => [
          { type: 'keyDown', keyCode },
          { type: 'keyUp', keyCode },
        ]),
      );
    },
  };
}
