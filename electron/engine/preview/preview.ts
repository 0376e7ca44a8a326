import { optionsWith } from '#engine/core/options-with.ts';
import { toUrl } from '#engine/input/to-url.ts';
import type { FetchSessions } from '#engine/ports/fetch-sessions.ts';
import type { FetchedPage } from '#engine/ports/fetcher.ts';
import type { WantedPage } from '#engine/ports/kept-page.ts';
import type { CreateRenderer } from '#engine/ports/renderer.ts';
import { workerUrl } from '#engine/worker-files.ts';
import { assertNever } from '#shared/assert-never.ts';
import type {
  DataAnswerInfo,
  PageResource,
  PageSource,
  PreviewNext,
  PreviewPage,
  PreviewResult,
  ResourceKind,
  Suggestion,
} from '#shared/engine-protocol/preview.ts';
import type { KeptBy, RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { DataAnswer } from '#shared/engine-protocol/rendering.ts';
import { failure } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { Field, JobOptions } from '#shared/job/job.ts';
import { sourcesOf } from '#shared/job/source-problems.ts';
import { hasExpression } from '#shared/job/v2/clean.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import type { Each } from '#shared/job/v2/source.ts';
import { sniffEncoding } from '../page/charset.ts';
import type { RawPage } from '../page/raw-page.ts';
import { shownPage } from '../page/shown-page.ts';
import { asKept, askSite } from './ask-site.ts';
import { PageVisits } from './page-visits.ts';
import { type KeptPage, PreviewCache } from './preview-cache.ts';
import {
  type BesidePage,
  type Pick,
  type PickKind,
  type PickReply,
  type PreviewTask,
  previewSteps,
} from './preview-messages.ts';
import { createPreviewWorker, type PreviewRun } from './preview-worker.ts';

export interface PreviewerOptions {
  readonly sessions: FetchSessions;
  /** Absent: there is no browser here. */
  readonly createRenderer?: CreateRenderer | undefined;
  /** Milliseconds since 1970. */
  readonly timeOfDay: () => number;
  /** The page of an address as a run has kept it; null where it has not. Absent: there are no runs. */
  readonly keptPage?: (runId: string, wanted: WantedPage) => Promise<FetchedPage | null>;
  /** The time limits for reading a page and for one field of it. Default: 10,000 and 2,000. */
  readonly pageDeadlineMs?: number;
  readonly fieldDeadlineMs?: number;
  /** The longest time that a call may continue when a newer one of its key waits. Default: 300. */
  readonly patienceMs?: number;
}

/**
 * Shows the values that the fields of a job yield on one page. A page is fetched once and kept under the key
 * of its job. Calls fail with a `TrawlError`; an older one of the same key with CANCELLED.
 */
export interface Previewer {
  fetch(request: {
    readonly key: string;
    readonly url: string;
    readonly options?: JobOptions | undefined;
    readonly refresh: boolean;
    /** The page whose link leads here, as in `FetchRules`. */
    readonly ledBy?: string | undefined;
    /** Kept beside the page that is shown under the key, which stays. */
    readonly beside?: boolean | undefined;
    /** See `preview.fetch` of the protocol. */
    readonly kept?: KeptBy | undefined;
    readonly secrets?: RunSecrets | undefined;
  }): Promise<PreviewPage>;
  extract(request: {
    readonly key: string;
    readonly each?: Each | undefined;
    readonly fields: readonly Field[];
  }): Promise<PreviewResult>;
  suggest(request: { readonly key: string }): Promise<readonly Suggestion[]>;
  /** The JSON that the page has fetched while it was rendered. */
  answers(request: { readonly key: string }): Promise<readonly DataAnswerInfo[]>;
  forgetAnswers(key: string): void;
  next(request: {
    readonly key: string;
    readonly next?: NextRule | undefined;
  }): Promise<PreviewNext>;
  /** The page as a browser shows it. @throws TrawlError BAD_INPUT if it is no HTML */
  source(request: { readonly key: string }): Promise<PageSource>;
  /** What the page refers to. @throws TrawlError FETCH_FAILED */
  resource(request: {
    readonly key: string;
    readonly url: string;
    readonly kind: ResourceKind;
  }): Promise<PageResource>;
  /** Answers about elements of the pages under a key. BAD_INPUT: there is no such element. */
  pick<Kind extends PickKind>(pick: Extract<Pick, { kind: Kind }>): Promise<PickReply<Kind>>;
  close(): Promise<void>;
}

/**
 * The number of times that a field is left out and the rest tried again, before the page itself is given up.
 */
const hungFields = 5;

export function createPreviewer(options: PreviewerOptions): Previewer {
  const cache = new PreviewCache(20, 64_000_000);
  /** The page that is previewed under a key, and the encoding that its job names. */
  const shown = new Map<string, { readonly url: string; readonly encoding: string | undefined }>();
  const visits = new PageVisits();
  let calls = 0;
  /** By key, the number of the newest call that decides which page is shown. */
  const deciding = new Map<string, number>();
  const newest = newestOfKey(options.patienceMs ?? 300);
  const worker = createPreviewWorker({
    workerUrl: workerUrl('preview-thread'),
    pageDeadlineMs: options.pageDeadlineMs ?? 10_000,
    fieldDeadlineMs: options.fieldDeadlineMs ?? 2000,
  });

  const rawPage = (key: string, url: string): RawPage | null => {
    const kept = cache.get(cacheId(key, url));
    if (kept === null) return null;
    const { body, url: address, page, answer } = kept;
    return { body, url: address, contentType: page.contentType, answer };
  };
  const keptUnder = (key: string, url = shown.get(key)?.url ?? ''): RawPage => {
    const raw = rawPage(key, url);
    if (raw === null) {
      throw new TrawlError('NOT_FOUND', 'No page is loaded for the preview; load one first.');
    }
    return raw;
  };

  return {
    async fetch({ key, url: text, options: jobOptions, refresh, ledBy, beside, kept, secrets }) {
      calls += 1;
      const mine = calls;
      const only = kept?.only === true;
      // A page that the run may not have kept takes the place of another only once it is found.
      if (beside !== true && !only) deciding.set(key, mine);
      const target = toUrl(text.trim());
      if (target.kind === 'invalid') {
        throw new TrawlError('BAD_INPUT', `This URL cannot be fetched: ${target.reason}.`);
      }
      if (ledBy !== undefined && !URL.canParse(ledBy)) {
        throw new TrawlError('BAD_INPUT', 'The page of this link has no address.');
      }
      const { url, login } = target;
      const resolved = optionsWith(jobOptions, secrets);
      const renders = resolved.render !== 'never';
      const id = cacheId(key, url);
      // What was kept when the job rendered, or did not, is not the page that it reads now.
      const known = (): KeptPage | null => {
        const held = cache.get(id);
        return held?.renders === renders ? held : null;
      };
      const keptByRun = async (): Promise<KeptPage | null> => {
        if (kept === undefined) return null;
        const found = await options.keptPage?.(kept.runId, { key: target.key, renders });
        return found == null ? null : asKept(url, resolved, found);
      };
      const call = beside === true ? `beside ${id}` : `${only ? 'kept' : 'fetch'} ${key}`;
      const { found, visit } = await newest(call, async (signal) => {
        const fromRun = refresh ? null : await keptByRun();
        const near = refresh || only ? fromRun : newerOf(known(), fromRun);
        signal.throwIfAborted();
        // Nothing that a kept page refers to is asked for.
        if (near?.page.isKept === true) return { found: near, visit: null };
        if (only) {
          throw new TrawlError('NOT_FOUND', 'The run has not kept this page.');
        }
        if (login?.password === '***') {
          throw new TrawlError('BAD_INPUT', 'Type the password in place of the stars.');
        }
        const site = askSite(options, { url, login, ledBy, options: resolved, secrets });
        try {
          return { found: near ?? (await site.page(signal)), visit: site.visit };
        } catch (error) {
          await site.visit.end();
          throw error;
        }
      });
      const encoding = jobOptions?.encoding;
      if (beside === true) {
        // The page that is shown stays as it is.
        if (shown.get(key)?.url !== url) cache.set(id, found);
        await visit?.end();
      } else {
        if ((deciding.get(key) ?? 0) > mine) {
          await visit?.end();
          throw cancelled();
        }
        deciding.set(key, mine);
        cache.set(id, found);
        shown.set(key, { url, encoding });
        await visits.begin(key, visit);
      }
      const { body, page } = found;
      return { ...page, encoding: sniffEncoding(body, page.contentType, encoding) };
    },

    async extract({ key, each, fields }) {
      const raw = keptUnder(key);
      const fetched = cache.get(cacheId(key, shown.get(key)?.url ?? ''))?.fetched ?? null;
      const rules = { each, fields, encoding: shown.get(key)?.encoding };
      return newest(`extract ${key}`, async (signal) => {
        const hung = new Map<number, string>();
        for (;;) {
          const task: PreviewTask = { kind: 'extract', raw, fetched, rules, hung };
          const run = await worker.run(task, signal);
          if (run.kind === 'extract') return run.result;
          const index = run.kind === 'hung' ? run.step - previewSteps.firstField : -1;
          if (index < 0 || hung.size === hungFields) throw notRead(run);
          hung.set(index, hungSentence(fields[index]));
        }
      });
    },

    async suggest({ key }) {
      const raw = keptUnder(key);
      const encoding = shown.get(key)?.encoding;
      return newest(`suggest ${key}`, async (signal) => {
        const run = await worker.run({ kind: 'suggest', raw, encoding }, signal);
        if (run.kind !== 'suggest') throw notRead(run);
        return run.suggestions;
      });
    },

    async answers({ key }) {
      const answers = cache.get(cacheId(key, shown.get(key)?.url ?? ''))?.answers ?? [];
      if (answers.length === 0) return [];
      return newest(`answers ${key}`, async (signal) => {
        const run = await worker.run({ kind: 'answers', answers }, signal);
        if (run.kind !== 'answers') throw notRead(run);
        return run.infos;
      });
    },

    forgetAnswers(key) {
      cache.forgetAnswers(cacheId(key, ''));
    },

    async next({ key, next: rule }) {
      const raw = keptUnder(key);
      const { url: asked = raw.url, encoding } = shown.get(key) ?? {};
      return newest(`next ${key}`, async (signal) => {
        const run = await worker.run({ kind: 'next', raw, encoding, asked, rule }, signal);
        if (run.kind !== 'next') throw notRead(run);
        return run.next;
      });
    },

    async source({ key }) {
      const raw = keptUnder(key);
      const isKept = cache.get(cacheId(key, shown.get(key)?.url ?? ''))?.page.isKept ?? false;
      return { url: raw.url, html: shownPage(raw, shown.get(key)?.encoding), isKept };
    },

    async resource({ key, url, kind }) {
      return visits.of(key).load(keptUnder(key).url, url, kind);
    },

    async pick<Kind extends PickKind>(pick: Extract<Pick, { kind: Kind }>) {
      const { key } = pick.params;
      const [url, besides] = pagesOf(pick);
      const page = cache.get(cacheId(key, url));
      const answer = 'answer' in pick.params ? pick.params.answer : undefined;
      const raw = answer === undefined ? keptUnder(key, url) : answerAsPage(page?.answers[answer]);
      const encoding = shown.get(key)?.encoding;
      const isJson = answer !== undefined || page?.page.isJson === true;
      const jsonId = isJson
        ? [cacheId(key, url), page?.page.fetchedAtMs, encoding, answer].join('\n')
        : null;
      const beside = besides.map((other): BesidePage => ({ url: other, raw: rawPage(key, other) }));
      // A tree asks for the members of several values at once.
      const { params } = pick;
      const part = 'from' in params ? `${params.path}/${params.from}` : '';
      return newest(`pick ${pick.kind} ${key} ${part}`, async (signal) => {
        const run = await worker.run({ kind: 'pick', pick, raw, jsonId, beside, encoding }, signal);
        if (run.kind === 'no-pick') throw new TrawlError('BAD_INPUT', run.problem);
        if (run.kind !== 'pick') throw notRead(run);
        // The thread answers each kind of question in its kind.
        return run.reply as PickReply<Kind>;
      });
    },

    async close() {
      await Promise.all([visits.end(), worker.close()]);
    },
  };
}

const cacheId = (key: string, url: string) => `${key}\n${url}`;

function newerOf(held: KeptPage | null, kept: KeptPage | null): KeptPage | null {
  if (held === null || kept === null) return held ?? kept;
  return held.page.fetchedAtMs > kept.page.fetchedAtMs ? held : kept;
}

/** @throws TrawlError NOT_FOUND */
function answerAsPage(answer: DataAnswer | undefined): RawPage {
  if (answer !== undefined) return answer;
  throw new TrawlError('NOT_FOUND', 'This data is no longer kept. Fetch the page again.');
}

/** The page that is asked about, and those that it is compared with. */
function pagesOf(pick: Pick): readonly [string, readonly string[]] {
  switch (pick.kind) {
    case 'try': {
      const [url = '', ...others] = pick.params.urls;
      return [url, others];
    }
    case 'element':
      return [pick.params.url, pick.params.beside ?? []];
    case 'list':
    case 'marks':
    case 'members':
      return [pick.params.url, []];
    default:
      return assertNever(pick);
  }
}

function notRead(run: PreviewRun): TrawlError {
  const { message } = run.kind === 'failed' ? run.failure : failure('PARSE_TIMEOUT');
  return new TrawlError('FETCH_FAILED', message);
}

function hungSentence(field: Field | undefined): string {
  const simpler = (what: string) =>
    `This field takes too long on this page; try a simpler ${what}.`;
  if (field?.clean?.some(hasExpression) === true) return simpler('regular expression');
  const [source = 'css'] = field === undefined ? [] : sourcesOf(field);
  return simpler(source === 'xpath' ? 'XPath' : source === 'json' ? 'JSONPath' : 'selector');
}

const cancelled = () => new TrawlError('CANCELLED', 'A newer request took its place.');

/**
 * Runs calls so that only the newest of a key counts: a call that is still under way when a newer one arrives
 * has `patienceMs` left, and then fails with CANCELLED.
 */
function newestOfKey(patienceMs: number) {
  const running = new Map<string, { readonly controller: AbortController }>();
  return async <T>(key: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const controller = new AbortController();
    const older = running.get(key);
    const call = { controller };
    running.set(key, call);
    const timer = older && setTimeout(() => older.controller.abort(cancelled()), patienceMs);
    try {
      return await run(controller.signal);
    } finally {
      clearTimeout(timer);
      if (running.get(key) === call) running.delete(key);
    }
  };
}
