import type { Trawl } from './app.ts';

/**
 * Runs a function in the page as a script that got into it would: in its own world, and without what
 * Playwright's own `evaluate` brings along, a person's click and leave to use eval. It also reaches a
 * page that was loaded again after a crash, which Playwright does not.
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
