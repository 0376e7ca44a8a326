import type { Failure } from '#shared/errors/error-codes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Extractor } from '../../ports/extractor.ts';
import type {
  FetchedPage,
  Fetcher,
  FetchOutcome,
  FetchRules,
  FetchTrace,
} from '../../ports/fetcher.ts';
import type { Renderer, RenderRules } from '../../ports/renderer.ts';

/** The answer of an address: a page, or one failure per try in the list and then a page. */
export type Answer = { readonly failures: readonly Failure[] };

interface ScriptedWeb {
  readonly fetcher: Fetcher;
  readonly extractor: Extractor;
  readonly renderer: Renderer;
  /** The URLs of the pages that were rendered, in the order of the starts. */
  readonly rendered: readonly string[];
  /** The most pages that were rendered at once so far. */
  readonly mostRendering: number;
  /** Every try, redirects included, in the order of the starts. */
  readonly tries: readonly string[];
  /** The rules of every try, in the same order. */
  readonly rules: readonly FetchRules[];
  readonly inFlight: number;
  /** No page leaves the extractor until the extraction is released. */
  holdExtraction(): void;
  releaseExtraction(): void;
}

export interface WebOptions {
  readonly fetchMs: number;
  readonly answers?: Readonly<Record<string, Answer>>;
  /** The failure of an address at this moment, which replaces its answer. */
  readonly trouble?: (url: string) => Failure | null;
  readonly bodies?: Readonly<Record<string, string>>;
  /** The targets of addresses that redirect at once. */
  readonly redirects?: Readonly<Record<string, string>>;
  /** Whether an address has a field for a password; absent: nothing says so. */
  readonly hasPassword?: (url: string) => boolean;
  /** Absent: text/html. */
  readonly contentTypes?: Readonly<Record<string, string>>;
  /** The rows of a page, as it was fetched or rendered; absent: its own address. */
  readonly rows?: (url: string, isRendered: boolean) => readonly (readonly string[])[];
  readonly renderMs?: number;
  /** The failure of a rendering; null: there is none. */
  readonly renderTrouble?: (url: string) => Failure | null;
  /** The document to which the script of a page leads; null: to none. */
  readonly leads?: (url: string) => string | null;
}

/** The first byte of a rendered page, which tells the extractor that it is one. */
const renderedMark = 7;

/** A web and a parser that take time on the given clock. The row of a page is its own address. */
export function createScriptedWeb(clock: Clock, options: WebOptions): ScriptedWeb {
  const tries: string[] = [];
  const rulesOfTries: FetchRules[] = [];
  let inFlight = 0;
  const rendered: string[] = [];
  let rendering = 0;
  let mostRendering = 0;
  let held: (() => void)[] | null = null;

  const traceOf = (url: string, status: number | null): FetchTrace => ({
    finalUrl: url,
    status,
    redirects: [],
    notes: [],
    headers: '',
    answeredAtMs: null,
    contentType: options.contentTypes?.[url] ?? 'text/html',
    wireBytes: 100,
    headersMs: 1,
    bodyMs: 1,
  });
  const answerOf = (url: string): FetchOutcome => {
    const failures = options.answers?.[url]?.failures ?? [];
    const scripted = failures[tries.filter((tried) => tried === url).length - 1];
    const trouble = options.trouble?.(url) ?? null;
    if (trouble !== null) return { kind: 'failed', failure: trouble, trace: traceOf(url, null) };
    if (scripted !== undefined) {
      return { kind: 'failed', failure: scripted, trace: traceOf(url, 500) };
    }
    const text = options.bodies?.[url];
    const body =
      text === undefined
        ? new Uint8Array(100)
        : Uint8Array.from(text, (character) => character.charCodeAt(0));
    return { kind: 'page', page: { url, body, trace: traceOf(url, 200) } };
  };
  const fetcher: Fetcher = {
    fetch(url, rules, signal) {
      tries.push(url);
      rulesOfTries.push(rules);
      inFlight += 1;
      const answered = new Promise<FetchOutcome>((resolve, reject) => {
        const cancel = clock.after(options.fetchMs, () => {
          signal.removeEventListener('abort', abort);
          inFlight -= 1;
          resolve(answerOf(url));
        });
        const abort = (): void => {
          cancel();
          inFlight -= 1;
          reject(signal.reason);
        };
        signal.addEventListener('abort', abort);
      });
      const to = options.redirects?.[url];
      if (to === undefined) return answered;
      return answered.then(async () => {
        const refused = (await rules.mayFollow?.(url, to)) ?? null;
        if (refused !== null) {
          return { kind: 'failed', failure: refused, trace: traceOf(url, 301) };
        }
        const led = await fetcher.fetch(to, rules, signal);
        if (led.kind === 'failed') return led;
        const redirects = [{ status: 301, from: url, to }];
        return { kind: 'page', page: { ...led.page, trace: { ...led.page.trace, redirects } } };
      });
    },
    close: () => Promise.resolve(),
  };
  const extractor = {
    extract({ url, body }: { readonly url: string; readonly body: Uint8Array }) {
      return new Promise<Awaited<ReturnType<Extractor['extract']>>>((resolve) => {
        const answer = (): void => {
          const rows = options.rows?.(url, body[0] === renderedMark) ?? [[url]];
          const more = options.hasPassword ? { hasPassword: options.hasPassword(url) } : {};
          resolve({ kind: 'rows', rows, encoding: 'utf-8', ...more });
        };
        if (held === null) clock.after(1, answer);
        else held.push(answer);
      });
    },
    close: () => Promise.resolve(),
  };
  const after = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(ms, resolve);
      signal.addEventListener('abort', () => {
        cancel();
        reject(signal.reason);
      });
    });
  const render = async (
    page: FetchedPage,
    rules: RenderRules,
    signal: AbortSignal,
  ): Promise<FetchOutcome> => {
    const { url, trace } = page;
    await after(options.renderMs ?? 100, signal);
    const trouble = options.renderTrouble?.(url) ?? null;
    if (trouble !== null) return { kind: 'failed', failure: trouble, trace };
    const to = options.leads?.(url) ?? null;
    if (to === null) return { kind: 'page', page: { ...page, body: Uint8Array.of(renderedMark) } };
    const followed = await rules.follow(url, to, signal);
    return followed.kind === 'failed' ? followed : render(followed.page, rules, signal);
  };
  const renderer: Renderer = {
    async render(page, rules, signal) {
      rendered.push(page.url);
      rendering += 1;
      mostRendering = Math.max(mostRendering, rendering);
      try {
        return await render(page, rules, signal);
      } finally {
        rendering -= 1;
      }
    },
    close: () => Promise.resolve(),
  };
  return {
    fetcher,
    extractor,
    renderer,
    rendered,
    tries,
    rules: rulesOfTries,
    get mostRendering() {
      return mostRendering;
    },
    get inFlight() {
      return inFlight;
    },
    holdExtraction() {
      held = [];
    },
    releaseExtraction() {
      const waiting = held ?? [];
      held = null;
      for (const answer of waiting) answer();
    },
  };
}
