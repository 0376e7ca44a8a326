import type { HostReply } from '#shared/engine-protocol/host-services.ts';
import type { Log } from './log.ts';

const mostProxies = 100;

/**
 * Finds the proxies that the system names for an origin, and answers the engine's question for them.
 *
 * @param resolveProxy like Electron's `session.resolveProxy`: "PROXY a:80; SOCKS5 b:1080; DIRECT"
 */
export async function findSystemProxies(
  { id, origin }: { readonly id: number; readonly origin: string },
  resolveProxy: (url: string) => Promise<string>,
  log: Log,
): Promise<HostReply> {
  // Electron also returns DIRECT if Chromium had no answer: with a PAC file, at the first query in one start
  // of eight. So the query is repeated, and a real DIRECT is returned again.
  const sure = async (url: string): Promise<string> => {
    const said = await resolveProxy(url);
    return said === 'DIRECT' ? resolveProxy(url) : said;
  };
  try {
    const proxies = proxiesOf(await sure(`${origin}/`)).slice(0, mostProxies);
    return { kind: 'proxies-found', id, proxies };
  } catch (error) {
    log.error(`The system could not say which proxies lead to ${origin}`, error);
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'proxies-unknown', id, reason: reason.slice(0, 2000) };
  }
}

/**
 * The URLs of the proxies in an answer of a PAC file, in order, and `direct` for its DIRECT. An empty answer
 * means direct. SOCKS without a number is version 4, which the engine does not support: it is passed on as
 * `socks4:`, so that an answer which names nothing else is not taken for "direct".
 */
export function proxiesOf(answer: string): string[] {
  const named = answer.split(';').flatMap((part) => {
    const [kind = '', address = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return ['direct'];
    const scheme = schemes[kind.toUpperCase()];
    return scheme === undefined || address === '' ? [] : [`${scheme}://${address}`];
  });
  return answer.trim() === '' ? ['direct'] : named;
}

const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
};
