import type { Trawl } from './app.ts';

/**
 * Runs a function in the page like a script that got into it: in the page's own world, and without the rights
 * that Playwright's own `evaluate` adds: the activation by a click and the permission to use eval. It also
 * reaches a page that was reloaded after a crash, which Playwright does not.
 */
export function inPage<T>(trawl: Trawl, work: () => T | Promise<T>): Promise<T>;
export function inPage<T, P>(
  trawl: Trawl,
  work: (given: P) => T | Promise<T>,
  given: P,
): Promise<T>;
export function inPage(
  { app }: Trawl,
  work: (given: never) => unknown,
  given?: unknown,
): Promise<unknown> {
  return app.evaluate(
    ({ BrowserWindow }, code) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
    `(${work})(${JSON.stringify(given) ?? ''})`,
  );
}
