import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { faultAt, redirectAt } from './behaviour.ts';
import { benchFails, benchPage, parseBenchTarget } from './bench-pages.ts';
import { pageAt } from './pages.ts';
import { emptyRecord, type SampleRecord } from './record.ts';
import { builtRecordAt } from './script-pages.ts';
import { type SampleOrigins, siteOf, siteRoles } from './site.ts';

/** The expected outcome of one URL in the engine; for pages of customers, with a session. */
export type Expected =
  | {
      readonly kind: 'ok';
      readonly status: 200;
      readonly finalUrl: string;
      /** The number of requests for it: 2 if the first try fails. */
      readonly tries: 1 | 2;
      readonly record: SampleRecord;
    }
  | {
      readonly kind: 'failed';
      /** Null: no usable answer. */
      readonly status: number | null;
      readonly finalUrl: string;
      /** Any of these is right; mostly there is one. */
      readonly codes: readonly ErrorCode[];
    };

/** See `SampleSite.expected`. */
export function expectedOf(origins: SampleOrigins, url: string): Expected | null {
  const parsed = new URL(url);
  const role = siteRoles[origins.indexOf(parsed.origin)];
  if (role === undefined) return null;
  const site = siteOf(origins, role);
  const path = parsed.pathname;

  const redirect = redirectAt(site, path);
  if (redirect !== null) return expectedOf(origins, new URL(redirect.location, url).href);

  const bench = parseBenchTarget(`${path}${parsed.search}`);
  if (bench !== null) {
    const { number, query } = bench;
    if (benchFails(number, query.error)) return failed(url, 500);
    return ok(url, benchPage(parsed.origin, number, query.sizeBytes).record);
  }

  const coded = /^\/coded\/(gzip|deflate|br)$/.test(path);
  const page = pageAt(site, coded ? '/product/1' : path);
  if (page !== null) {
    const fault = faultAt(path);
    if (fault !== null && !fault.once) return failed(url, fault.status);
    return ok(url, page.record, fault === null ? 1 : 2);
  }
  return service(url, path);
}

/** As `expectedOf`, for a page whose script has run: the goods of `/app/…` are there. */
export function expectedWhenRendered(origins: SampleOrigins, url: string): Expected | null {
  const { origin, pathname } = new URL(url);
  const role = siteRoles[origins.indexOf(origin)];
  const built = role === undefined ? null : builtRecordAt(siteOf(origins, role), pathname);
  return built === null ? expectedOf(origins, url) : ok(url, built);
}

function service(url: string, path: string): Expected | null {
  switch (path) {
    case '/empty':
    case '/stock.json':
      return ok(url, emptyRecord);
    case '/tide-table.pdf':
      return { kind: 'failed', status: 200, finalUrl: url, codes: ['NOT_HTML'] };
    case '/stall':
      return {
        kind: 'failed',
        status: 200,
        finalUrl: url,
        codes: ['TOTAL_TIMEOUT', 'BODY_TIMEOUT'],
      };
    default:
      return /^\/(images|status|slow|echo|drip|redirect|\.well-known)\b/.test(path)
        ? null
        : failed(url, 404);
  }
}

function ok(url: string, record: SampleRecord, tries: 1 | 2 = 1): Expected {
  return { kind: 'ok', status: 200, finalUrl: url, tries, record };
}

const codes: Readonly<Record<number, ErrorCode>> = {
  404: 'HTTP_404',
  410: 'HTTP_410',
  500: 'HTTP_5XX',
  503: 'HTTP_503',
};

function failed(url: string, status: number): Expected {
  return { kind: 'failed', status, finalUrl: url, codes: [codes[status] ?? 'HTTP_STATUS'] };
}
