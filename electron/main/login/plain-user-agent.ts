/**
 * The user agent of Chromium, without the names of Electron and of the app, which many sites turn away, and
 * with the first part of its version alone, as Chromium itself sends it.
 *
 * @param own as Electron gives it: "… AppleWebKit/… Trawl/1.0 Chrome/130.0.6723.137 Electron/33.2.1 Safari/…"
 */
export function plainUserAgent(own: string): string {
  return own
    .split(' ')
    .filter((part) => !part.includes('/') || /^(Mozilla|AppleWebKit|Chrome|Safari)\//.test(part))
    .map((part) => part.replace(/^(Chrome\/\d+)\..*$/, '$1.0.0.0'))
    .join(' ');
}
