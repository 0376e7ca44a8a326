import { hash } from './dice.ts';
import type { Site } from './site.ts';

/** The server's behaviour at a path: a function of the path alone, so that it can be predicted. */

export interface Fault {
  readonly status: number;
  /** Every second try succeeds; otherwise none does. */
  readonly once: boolean;
  readonly retryAfterSeconds?: number;
}

const faults: Readonly<Record<string, Fault>> = {
  '404': { status: 404, once: false },
  '410': { status: 410, once: false },
  '429': { status: 429, once: true, retryAfterSeconds: 1 },
  '500': { status: 500, once: true },
  '503': { status: 503, once: false },
};

/** The last three digits of a product or an article are its status: 404, 1404, 2404 are missing. */
export function faultAt(path: string): Fault | null {
  const digits = /^\/(?:product|article)\/\d*?(\d{3})$/.exec(path)?.[1];
  return digits === undefined ? null : (faults[digits] ?? null);
}

/** The target of a path, as in its Location header; null: it does not redirect. */
export function redirectAt(site: Site, path: string): { status: number; location: string } | null {
  const [, kind, digits = '0'] = /^\/(p|offer|go|redirect)\/(\d{1,6})$/.exec(path) ?? [];
  switch (kind) {
    case 'p':
      return { status: 301, location: `../product/${digits}` };
    case 'offer':
      return { status: 302, location: `/go/${digits}` };
    case 'go':
      return { status: 302, location: `${site.origins.shop}/product/${digits}` };
    case 'redirect':
      return Number(digits) === 0
        ? null
        : { status: 302, location: `/redirect/${Number(digits) - 1}` };
    default:
      return null;
  }
}

/** The warehouse is at the far end of the quay: 150 to 400 ms; the others take 10 to 80. */
export function latencyMsOf(site: Site, path: string): number {
  const share = hash(`latency ${site.role} ${path}`) / 4_294_967_296;
  const [least, most] = site.role === 'warehouse' ? [150, 400] : [10, 80];
  return Math.round(least + share * (most - least));
}

export type Coding = 'identity' | 'gzip' | 'deflate' | 'br';
const codings: readonly Coding[] = ['identity', 'gzip', 'deflate', 'br'];

/** Each path has a preferred coding; a client that does not accept it gets the uncompressed page. */
export function codingOf(path: string, acceptEncoding: string): Coding {
  const forced = codings.find((coding) => path === `/coded/${coding}`);
  if (forced !== undefined) return forced;
  const favourite = codings[hash(`coding ${path}`) % codings.length] ?? 'identity';
  const accepted = acceptEncoding.split(',').map((entry) => entry.trim().split(';')[0]);
  return accepted.includes(favourite) ? favourite : 'identity';
}
