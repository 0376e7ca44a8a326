import type { Field } from '#shared/job/job.ts';
import { cssOfEach, type Each } from '#shared/job/v2/source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExtractedPage, Extractor } from '../../ports/extractor.ts';
import type { FetchedPage, FetchOutcome } from '../../ports/fetcher.ts';
import type { Renderer, RenderRules } from '../../ports/renderer.ts';
import { answerFacts } from '../answer-facts.ts';
import { toKeep } from '../run/to-keep.ts';
import { fuller, type Reading } from './readings.ts';
import type { RenderChoice } from './render-choice.ts';
import type { Template } from './template.ts';
import { WindowQueue } from './window-queue.ts';

interface PageRenderingDeps {
  readonly renderer: Renderer;
  readonly extractor: Extractor;
  readonly clock: Clock;
  /** The most pages that are rendered at once. */
  readonly windows: number;
  /** The rules for all pages; `wanted` and `follow` are those of each page. */
  readonly rules: () => Omit<RenderRules, 'wanted' | 'follow'>;
  readonly each: Each | undefined;
  readonly fields: readonly Field[];
  /** Null: every page is rendered. */
  readonly choice: RenderChoice | null;
  /** A page has come to its window. */
  readonly onChanged: () => void;
}

/** A page on its way, with what its rendering needs of it. */
export interface PageToRender {
  readonly page: FetchedPage;
  /** scheme://host:port of the request. */
  readonly host: string;
  /** The URL of the request, from which its template follows. */
  readonly url: string;
  readonly signal: AbortSignal;
  readonly follow: RenderRules['follow'];
  /** Null: the job takes no field of answers. */
  readonly attempt: number | null;
}

/** A page whose fields were taken, from the fetched page or from the rendered one; or that failed. */
export type ReadPage =
  | {
      readonly kind: 'read';
      readonly page: FetchedPage;
      readonly read: ExtractedPage;
      readonly inBrowser: boolean;
    }
  | Extract<FetchOutcome, { kind: 'failed' }>;

/** Takes fetched pages through a browser window where they need it, and reads their fields. */
export class PageRendering {
  readonly windows: WindowQueue;
  readonly #deps: PageRenderingDeps;
  /** Called when a page of the template has been rendered, or could not be. */
  readonly #waiting = new Map<Template, Set<() => void>>();

  constructor(deps: PageRenderingDeps) {
    this.#deps = deps;
    this.windows = new WindowQueue(deps.windows);
  }

  /** Rejects with the reason of the signal if that aborts; pages that are read by then are read to the end. */
  async read(one: PageToRender): Promise<ReadPage> {
    const { choice } = this.#deps;
    if (!isForBrowsers(one.page)) return this.#asFetched(one);
    if (choice === null) return this.#rendered(one, everyField);
    const template = choice.templateOf(one.host, one.url);
    template.arrived();
    try {
      return await this.#readByTemplate(one, template);
    } finally {
      choice.touched(template);
      this.#wake(template);
    }
  }

  async #readByTemplate(one: PageToRender, template: Template): Promise<ReadPage> {
    if (template.person === 'never') return this.#asFetched(one);
    if (template.person === 'always') {
      template.begin();
      return this.#renderedBy(one, template, everyField, (rendered) => {
        template.ended();
        return rendered;
      });
    }
    // The extractor owns the bytes that it is given, and the renderer may need them afterwards.
    const copy = { ...one.page, body: one.page.body.slice() };
    const fetched = await this.#asFetched({ ...one, page: copy });
    const { outcome } = fetched.read;
    if (outcome.kind === 'failed') return fetched;
    if (!(await this.#needsRendering(one, template, outcome.rows))) return fetched;
    const isExpected = (field: number): boolean => template.isExpected(field);
    return this.#renderedBy(one, template, isExpected, (rendered, rows) => {
      // A page that may be the log-in of a session that has ended says nothing about its template.
      if (outcome.hasPassword === true) template.ended();
      else template.compared(outcome.rows, rows);
      return fuller(outcome.rows, rows, this.#deps.fields) === 'rendered' ? rendered : fetched;
    });
  }

  /** Waits while enough pages of the template are being rendered to know what this one needs. */
  async #needsRendering({ signal }: PageToRender, template: Template, rows: Reading) {
    for (;;) {
      const verdict = template.judge(rows);
      if (verdict !== 'wait') return verdict === 'render';
      await this.#nextOf(template, signal);
    }
  }

  /** @param onRead tells the template; it is not called for a rendering that failed, which teaches nothing */
  async #renderedBy(
    one: PageToRender,
    template: Template,
    isExpected: (field: number) => boolean,
    onRead: (rendered: ReadPage, rows: Reading) => ReadPage,
  ): Promise<ReadPage> {
    let isRead = false;
    try {
      const rendered = await this.#rendered(one, isExpected);
      if (rendered.kind === 'failed' || rendered.read.outcome.kind === 'failed') return rendered;
      isRead = true;
      return onRead(rendered, rendered.read.outcome.rows);
    } finally {
      if (!isRead) template.failed();
    }
  }

  async #asFetched({ page, attempt }: PageToRender) {
    const read = await this.#extract(page, attempt);
    return { kind: 'read', page, read, inBrowser: false } as const;
  }

  async #rendered(
    { page, signal, follow, attempt }: PageToRender,
    isExpected: (field: number) => boolean,
  ): Promise<ReadPage> {
    const { renderer, rules, onChanged } = this.#deps;
    const wanted = this.#wanted(isExpected);
    const outcome = await this.windows.use(signal, () => {
      onChanged();
      return renderer.render(page, { ...rules(), wanted, follow }, signal);
    });
    if (outcome.kind === 'failed') return outcome;
    const read = await this.#extract(outcome.page, attempt);
    return { kind: 'read', page: outcome.page, read, inBrowser: true };
  }

  /** Fields that stay empty are not waited for, nor those whose absence is a value. */
  #wanted(isExpected: (field: number) => boolean): readonly string[] {
    const { each, fields } = this.#deps;
    const selectors = fields.flatMap(({ css, take }, index) =>
      take === 'count' || take === 'exists' || !isExpected(index) ? [] : [css],
    );
    return [cssOfEach(each), ...selectors].filter(
      (css): css is string => (css ?? '').trim() !== '',
    );
  }

  async #extract(page: FetchedPage, attempt: number | null): Promise<ExtractedPage> {
    const { extractor, clock } = this.#deps;
    const beganMs = clock.now();
    const { body, url, trace } = page;
    const facts = attempt === null ? {} : { answer: answerFacts(page, attempt) };
    const outcome = await extractor.extract({
      body,
      url,
      contentType: trace.contentType,
      keep: toKeep(page),
      ...facts,
    });
    return { outcome, extractMs: clock.now() - beganMs };
  }

  #nextOf(template: Template, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(template) ?? new Set();
      this.#waiting.set(template, waiting);
      const wake = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = (): void => {
        waiting.delete(wake);
        reject(signal.reason);
      };
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      waiting.add(wake);
    });
  }

  #wake(template: Template): void {
    const waiting = this.#waiting.get(template);
    if (waiting === undefined) return;
    this.#waiting.delete(template);
    for (const wake of waiting) wake();
  }
}

const everyField = (): boolean => true;

/** Only HTML has scripts that a browser would run; a page without a type may be HTML. */
function isForBrowsers({ trace: { contentType } }: FetchedPage): boolean {
  return contentType === null || /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}
