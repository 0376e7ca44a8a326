import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { browserSideOf, createFetcher } from '#engine/fetch/create-fetcher.ts';
import type { FetchedPage, FetchOutcome } from '#engine/ports/fetcher.ts';
import type { RenderRules } from '#engine/ports/renderer.ts';
import { createRenderer } from '#engine/render/create-renderer.ts';
import { RenderLink } from '#engine/render/render-link.ts';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { defaultOptions, type ResolvedOptions } from '#shared/job/defaults.ts';
import { startBrowser } from '../../../electron/hosts/cli/open-browser.ts';
import { executable } from '../../../scripts/package.mjs';
import { sandboxSwitches } from '../../../scripts/sandbox.mjs';

/** The packaged app as the browser of the command line, shared by the tests of a file. */
export function openBrowserLink(troubles: string[] = []): RenderLink {
  const command = [executable(), ...sandboxSwitches, 'render-host'];
  return new RenderLink(() => startBrowser(command), {
    info: () => undefined,
    error: (message) => troubles.push(message),
  });
}

/** A run's session and its renderer, without a run. */
export function openRun(
  link: RenderLink,
  options: Partial<ResolvedOptions> & { readonly windows?: number } = {},
  lookup?: LookupFunction,
  secrets?: RunSecrets,
) {
  const { windows = 1, ...own } = options;
  const fetcher = createFetcher(lookup === undefined ? {} : { lookup });
  const session = fetcher.session({ options: { ...defaultOptions, ...own }, secrets });
  const side = browserSideOf(session);
  const { allowPrivate = false, ignoreTlsErrors = false } = own;
  const renderer = createRenderer({
    link,
    side,
    options: { windows, allowPrivate, ignoreTlsErrors },
  });
  const headers = { 'user-agent': 'Trawl test', accept: 'text/html' };
  const rules: RenderRules = {
    timeoutMs: 30_000,
    maxBytes: 5_000_000,
    headers,
    wanted: [],
    media: false,
    frames: false,
    follow: (_from, url, signal) =>
      session.fetch(url, { timeoutMs: 30_000, maxBytes: 5_000_000, headers }, signal),
  };
  const never = (): AbortSignal => new AbortController().signal;
  return {
    side,
    renderer,
    /** Renders a page that was fetched before. */
    renderPage: (page: FetchedPage, change: Partial<RenderRules> = {}, signal = never()) =>
      renderer.render(page, { ...rules, ...change }, signal),
    /** Fetches and renders. */
    async render(url: string, change: Partial<RenderRules> = {}, signal = never()) {
      const fetched = await rules.follow(url, url, signal);
      return fetched.kind === 'failed'
        ? fetched
        : renderer.render(fetched.page, { ...rules, ...change }, signal);
    },
    /** What the run's own fetch says of an address to which a page leads. */
    follow: (url: string, ledBy: string, signal: AbortSignal) =>
      session.fetch(url, { timeoutMs: 30_000, maxBytes: 5_000_000, headers, ledBy }, signal),
    async close() {
      await renderer.close();
      await fetcher.close();
    },
  };
}

/** A page as if it had been fetched. */
export function pageOf(url: string, html: string): FetchedPage {
  return {
    url,
    trace: {
      finalUrl: url,
      status: 200,
      redirects: [],
      headers: '',
      answeredAtMs: null,
      contentType: 'text/html; charset=utf-8',
      wireBytes: html.length,
      headersMs: 1,
      bodyMs: 1,
      notes: [],
    },
    body: new TextEncoder().encode(html),
  };
}

/** What came of a page: its text, or the code of its failure. */
export function textOf(outcome: FetchOutcome): string {
  return outcome.kind === 'page'
    ? Buffer.from(outcome.page.body).toString('utf8')
    : outcome.failure.code;
}

export function notesOf(outcome: FetchOutcome): readonly string[] {
  return outcome.kind === 'page' ? outcome.page.trace.notes : [];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface PageSite {
  readonly origin: string;
  readonly port: number;
  readonly server: Server;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** A site whose answers are listed by path, without the query; HTML where it is a text. */
export async function servePages(
  pages: Readonly<Record<string, string | Answer>>,
): Promise<PageSite> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    asked.push(path);
    const page = pages[path];
    if (page === undefined) response.writeHead(404).end('nothing');
    else if (typeof page === 'string') {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    } else page(request, response);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    server,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
