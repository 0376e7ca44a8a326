import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { assertNever } from '#shared/assert-never.ts';
import { type Answer, Answerer } from './answer.ts';
import type { Coding } from './behaviour.ts';
import { benchFails, createBenchPages, parseBenchTarget } from './bench-pages.ts';
import { CustomerArea } from './customer-area.ts';
import type { Site } from './site.ts';

export interface SiteServer {
  forgetTries(): void;
  endSessions(): void;
}

interface SiteServerOptions {
  /** Multiplies the latencies that belong to the paths; 0: every page is there at once. */
  readonly latencyScale: number;
  /** The answer to `markerPath`. */
  readonly marker: string;
}

/** The path by which a second instance that finds its port taken checks whether this site is the owner. */
export const markerPath = '/.well-known/trawl-sample';

/** Longer than any pause between two pages of a run, so that a kept connection is not closed during it. */
const keepAliveMs = 60_000;

export function createSiteServer(): Server {
  return createServer({ keepAliveTimeout: keepAliveMs });
}

/** Makes a listening server answer as one origin of the site. */
export function attachSite(server: Server, site: Site, options: SiteServerOptions): SiteServer {
  const answerer = new Answerer(site);
  const customers = new CustomerArea(site);
  const bench = createBenchPages(site.origins[site.role]);

  const sendBench = (response: ServerResponse, target: string): boolean => {
    const found = parseBenchTarget(target);
    if (found === null) return false;
    const { number, query } = found;
    later(response, query.latencyMs, () => {
      const fails = benchFails(number, query.error);
      const body = fails ? benchFailure : bench.page(number, query.sizeBytes);
      response.writeHead(fails ? 500 : 200, [
        'content-type',
        'text/html; charset=utf-8',
        'content-length',
        String(body.length),
      ]);
      response.end(body);
    });
    return true;
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = request.url ?? '/';
    // Handled first and separately: benchmarks measure the client, so these pages must take little time.
    if (target.startsWith('/bytes/') && sendBench(response, target)) return;
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    if (path === markerPath) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(options.marker);
      return;
    }
    const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
    const reply = (form: URLSearchParams | null): void => {
      const { headers } = request;
      const answer =
        customers.answer({
          path,
          query,
          cookie: headers.cookie ?? '',
          authorization: headers.authorization ?? '',
          form,
        }) ?? answerer.answer({ path, query, headers });
      const asked = answer.kind === 'whole' ? answer.waitMs : null;
      const waitMs = asked ?? answerer.waitMsOf(path) * options.latencyScale;
      later(response, waitMs, () => send(response, answer));
    };
    if (request.method === 'POST') readForm(request, reply);
    else reply(null);
  });

  return {
    forgetTries: () => answerer.forgetTries(),
    endSessions: () => customers.endSessions(),
  };
}

const mostFormBytes = 10_000;

function readForm(request: IncomingMessage, done: (form: URLSearchParams) => void): void {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > mostFormBytes) request.destroy();
  });
  request.on('end', () => done(new URLSearchParams(text)));
}

const benchFailure = Buffer.from('<!doctype html>\n<title>The crane is stuck</title>\n');

/** Calls back after the delay, unless the client has disconnected by then. */
function later(response: ServerResponse, waitMs: number, callback: () => void): void {
  if (waitMs <= 0) {
    callback();
    return;
  }
  const cancel = (): void => clearTimeout(timer);
  const timer = setTimeout(() => {
    response.off('close', cancel);
    callback();
  }, waitMs);
  response.once('close', cancel);
}

function send(response: ServerResponse, answer: Answer): void {
  switch (answer.kind) {
    case 'whole': {
      const body = encode(answer.body, answer.coding);
      const coded = answer.coding === 'identity' ? {} : { 'content-encoding': answer.coding };
      const length =
        answer.status === 204 || answer.status === 304
          ? {}
          : { 'content-length': String(body.length) };
      response.writeHead(answer.status, {
        ...answer.headers,
        ...coded,
        vary: 'accept-encoding',
        ...length,
      });
      response.end(body);
      return;
    }
    case 'stall':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write(answer.body);
      return;
    case 'drip':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write('<!doctype html>\n<title>Drip</title>\n<h1>Drip</h1>\n');
      drip(response, answer.chunks, answer.everyMs);
      return;
    default:
      assertNever(answer);
  }
}

function drip(response: ServerResponse, chunks: number, everyMs: number): void {
  if (chunks <= 0) {
    response.end();
    return;
  }
  later(response, Math.max(everyMs, 1), () => {
    response.write(`<p class="drop">${chunks}</p>\n`);
    drip(response, chunks - 1, everyMs);
  });
}

function encode(body: Buffer, coding: Coding): Buffer {
  switch (coding) {
    case 'gzip':
      return gzipSync(body, { level: 4 });
    case 'deflate':
      return deflateSync(body, { level: 4 });
    case 'br':
      return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } });
    case 'identity':
      return body;
    default:
      return assertNever(coding);
  }
}
