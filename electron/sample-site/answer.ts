import { picture, tideTablePdf } from './assets.ts';
import { departments } from './assortment.ts';
import { type Coding, codingOf, faultAt, latencyMsOf, redirectAt } from './behaviour.ts';
import { escapeHtml } from './html.ts';
import { pageAt } from './pages.ts';
import { scriptFileAt } from './script-pages.ts';
import type { Site } from './site.ts';

/** A request; header names in lower case, as from node:http. */
export interface Ask {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Answer =
  | {
      readonly kind: 'whole';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
      readonly coding: Coding;
      /** Null: the delay is set by the path. */
      readonly waitMs: number | null;
    }
  /** Sends headers and the first bytes, then nothing. */
  | { readonly kind: 'stall'; readonly body: Buffer }
  | { readonly kind: 'drip'; readonly chunks: number; readonly everyMs: number };

const longestWaitMs = 600_000;

/** Answers requests for one origin; its only state is which failing paths were tried. */
export class Answerer {
  readonly #site: Site;
  /** Paths that failed and will succeed next. */
  readonly #tried = new Set<string>();
  /** Pages that take long to generate; their bytes never change. */
  readonly #prepared = new Map<string, Whole>();

  constructor(site: Site) {
    this.#site = site;
  }

  forgetTries(): void {
    this.#tried.clear();
  }

  answer(ask: Ask): Answer {
    const redirect = redirectAt(this.#site, ask.path);
    if (redirect !== null) {
      const { status, location } = redirect;
      return { ...note(`It moved to ${location}`, status), headers: html({ location }) };
    }
    const fault = faultAt(ask.path);
    if (fault !== null && pageAt(this.#site, ask.path) !== null && this.#fails(ask.path, fault)) {
      const retry =
        fault.retryAfterSeconds === undefined
          ? {}
          : { 'retry-after': String(fault.retryAfterSeconds) };
      return { ...note('This page has drifted off', fault.status), headers: html(retry) };
    }
    return this.#service(ask) ?? this.#page(ask) ?? note('There is no such page here', 404);
  }

  #fails(path: string, fault: { readonly once: boolean }): boolean {
    if (!fault.once) return true;
    if (this.#tried.delete(path)) return false;
    this.#tried.add(path);
    return true;
  }

  #page(ask: Ask): Answer | null {
    const coding = codingOf(ask.path, String(ask.headers['accept-encoding'] ?? ''));
    const prepared = this.#prepared.get(ask.path);
    if (prepared !== undefined) return { ...prepared, coding };
    // The pages at /coded/… are the first product, always compressed as the path says.
    const path = /^\/coded\/(gzip|deflate|br)$/.test(ask.path) ? '/product/1' : ask.path;
    const page = pageAt(this.#site, path);
    if (page === null) return null;
    const found =
      page.bytes === undefined
        ? whole(Buffer.from(page.html))
        : whole(page.bytes, { headers: { 'content-type': 'text/html' } });
    if (page.bytes !== undefined || found.body.length > 100_000) {
      this.#prepared.set(ask.path, found);
    }
    return { ...found, coding };
  }

  /** All paths that are no page of the shop: files, and the configurable paths for tests and demos. */
  #service(ask: Ask): Answer | null {
    const file = scriptFileAt(this.#site, ask.path);
    if (file !== null) {
      return whole(Buffer.from(file.text), { headers: { 'content-type': file.type } });
    }
    const [, name = '', rest = ''] = /^\/([\w.-]+)(?:\/([\w.-]+))?$/.exec(ask.path) ?? [];
    const number = (text: string | null, fallback: number): number =>
      Math.min(Math.max(Number.parseInt(text ?? '', 10) || fallback, 0), longestWaitMs);
    switch (name) {
      case 'empty':
        return whole(Buffer.alloc(0));
      case 'stock.json':
        return whole(Buffer.from(stockJson), { headers: { 'content-type': 'application/json' } });
      case 'tide-table.pdf':
        return whole(tideTablePdf(), { headers: { 'content-type': 'application/pdf' } });
      case 'images':
        return image(rest);
      case 'status':
        return { ...note('As you wish', statusOf(rest)), headers: html(retryAfter(ask)) };
      case 'redirect':
        return note('The end of the line', 200);
      case 'slow':
        return { ...note('Here at last', 200), waitMs: number(rest, 0) };
      case 'echo':
        return echo(ask);
      case 'stall':
        return { kind: 'stall', body: Buffer.from('<!doctype html>\n<title>Hold the line') };
      case 'drip': {
        const chunks = number(ask.query.get('chunks'), 10);
        return { kind: 'drip', chunks, everyMs: number(ask.query.get('every'), 100) };
      }
      default:
        return null;
    }
  }

  waitMsOf(path: string): number {
    return latencyMsOf(this.#site, path);
  }
}

type Whole = Extract<Answer, { kind: 'whole' }>;

export function whole(body: Buffer, more: Partial<Whole> = {}): Whole {
  return {
    kind: 'whole',
    status: 200,
    headers: html(),
    body,
    coding: 'identity',
    waitMs: null,
    ...more,
  };
}

/** The headers of a page of HTML. */
export function html(
  more: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { 'content-type': 'text/html; charset=utf-8', ...more };
}

/** A page of a few words; 204 and 304 have none (RFC 9110 section 6.4.1). */
function note(title: string, status: number): Whole {
  const text = `<!doctype html>\n<html lang="en"><head><title>${escapeHtml(title)}</title></head><body><main><h1>${escapeHtml(title)}</h1></main></body></html>\n`;
  return whole(Buffer.from(status === 204 || status === 304 ? '' : text), { status });
}

function statusOf(text: string): number {
  const status = Number(text);
  return Number.isInteger(status) && status >= 200 && status <= 999 ? status : 404;
}

function retryAfter(ask: Ask): Readonly<Record<string, string>> {
  const after = ask.query.get('after');
  return after !== null && /^[\w ,:-]+$/.test(after) ? { 'retry-after': after } : {};
}

function image(file: string): Answer | null {
  const [, slug, variant] = /^([a-z]+)-([1-6])\.svg$/.exec(file) ?? [];
  const department = departments.find((entry) => entry.slug === slug);
  if (department === undefined) return null;
  const body = Buffer.from(picture(department.colours, Number(variant)));
  return whole(body, { headers: { 'content-type': 'image/svg+xml' } });
}

/** The request's headers, as a table or (`?format=json`) as JSON. */
function echo(ask: Ask): Answer {
  const headers = Object.entries(ask.headers).map(
    ([name, value]) => [name, String(value)] as const,
  );
  if (ask.query.get('format') === 'json') {
    const body = Buffer.from(`${JSON.stringify(Object.fromEntries(headers), null, 2)}\n`);
    return whole(body, { headers: { 'content-type': 'application/json' } });
  }
  const rows = headers.map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td data-header="${escapeHtml(name)}">${escapeHtml(value)}</td></tr>`,
  );
  const text = `<!doctype html>\n<html lang="en"><head><title>What you sent</title></head><body><main><h1>What you sent</h1><table>\n${rows.join('\n')}\n</table></main></body></html>\n`;
  return whole(Buffer.from(text));
}

const stockJson = `${JSON.stringify({ shop: 'Merle & Tarn', open: true, crates: [12, 7, 31] }, null, 2)}\n`;
