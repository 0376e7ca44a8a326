import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * The address that a person has typed for a log-in, with https where no scheme is given, and http for this
 * computer.
 *
 * @throws TrawlError BAD_INPUT if it is no address of the web
 */
export function typedAddress(text: string): URL {
  const typed = text.trim();
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/i.test(typed);
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
    ? typed
    : `${isHere ? 'http' : 'https'}://${typed}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || /\s/.test(typed)) {
    throw new TrawlError('BAD_INPUT', 'Give the address of the site: https://shop.example');
  }
  url.username = '';
  url.password = '';
  return url;
}
