import type { ExtractOutcome } from '#engine/ports/extractor.ts';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { owned } from '../page/owned.ts';
import type { RawPage } from '../page/raw-page.ts';
import { Progress, StepWatch } from '../workers/progress.ts';
import { startThread, type ThreadLife } from '../workers/worker-life.ts';
import type { PageAnswers, PageBatch, WorkerTask } from './extract-messages.ts';
import type { ExtractRules } from './extract-rules.ts';

/** A page in the pool. */
export interface PoolPage {
  readonly id: number;
  readonly raw: RawPage;
  /** Set: the page is sent to a worker alone and is not kept here; see `sendBatch`. */
  readonly large: boolean;
  /** The number of workers that died while they read it. */
  crashes: number;
  readonly answer: (outcome: ExtractOutcome) => void;
}

/** One worker thread with the pages assigned to it. A lane that has ended takes no more pages. */
export interface Lane {
  /** In the order in which the worker takes them. */
  readonly pages: readonly PoolPage[];
  send(pages: readonly PoolPage[]): void;
  /** Ends the worker if it has been busy with one page for `deadlineMs`. */
  watch(nowMs: number): void;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly rules: ExtractRules;
  readonly workerUrl: URL;
  readonly deadlineMs: number;
  readonly heapMb: number;
  /** An answer has come: there is room for more pages. */
  readonly onRoom: () => void;
  /** The worker has ended: `culprit` is the page on which it died, the other pages have not been read. */
  readonly onEnd: (end: LaneEnd) => void;
}

export interface LaneEnd {
  readonly culprit: {
    readonly page: PoolPage;
    readonly failure: Failure;
    readonly retry: boolean;
  } | null;
  readonly unread: readonly PoolPage[];
}

export function createLane(options: LaneOptions): Lane {
  const progress = new Progress();
  const watch = new StepWatch(progress);
  const data: WorkerTask = { rules: options.rules, progress: progress.shared };
  const thread = startThread(options.workerUrl, { data, heapMb: options.heapMb });
  const pages: PoolPage[] = [];
  let timedOut: { readonly id: number; readonly failure: Failure } | null = null;

  thread.port.on('message', (answers) => {
    for (const { id, outcome } of answers as PageAnswers) {
      const index = pages.findIndex((page) => page.id === id);
      pages.splice(index, 1)[0]?.answer(outcome);
    }
    options.onRoom();
  });

  thread.onExit((why) => {
    const page = findCulprit() ?? null;
    const unread = pages.filter((other) => other !== page);
    pages.length = 0;
    const cause = timedOut?.failure ?? why;
    const retry = cause.code === 'EXTRACT_FAILED';
    options.onEnd({ culprit: page && { page, failure: cause, retry }, unread });
  });

  /**
   * The page on which the worker ended. If it ended before its first page: that one, since every page must
   * get an outcome.
   */
  function findCulprit(): PoolPage | undefined {
    const id = timedOut?.id ?? progress.step;
    const page = pages.find((page) => page.id === id);
    return page ?? (timedOut === null ? pages[0] : undefined);
  }

  return {
    pages,

    send(batch) {
      pages.push(...batch);
      sendBatch(thread, batch);
    },

    watch(nowMs) {
      const { step, stayedMs } = watch.look(nowMs);
      if (timedOut !== null || stayedMs < options.deadlineMs) return;
      const seconds = options.deadlineMs / 1000;
      timedOut = { id: step, failure: failure('PARSE_TIMEOUT', `${seconds} s`) };
      thread.kill();
    },

    close: () => thread.end(),
  };
}

/**
 * Small pages are packed into one buffer, which is cheaper to transfer than many, and are kept here in case
 * their worker dies on a page before them. A large one is transferred alone and not kept.
 */
function sendBatch(thread: ThreadLife, pages: readonly PoolPage[]): void {
  const [first] = pages;
  if (first?.large) {
    const { buffer, byteOffset, byteLength } = owned(first.raw.body);
    post(thread, buffer, [{ ...describe(first), offset: byteOffset, length: byteLength }]);
    return;
  }
  const packed = new Uint8Array(pages.reduce((sum, { raw }) => sum + raw.body.length, 0));
  let end = 0;
  const batched = pages.map((page) => {
    const offset = end;
    packed.set(page.raw.body, offset);
    end += page.raw.body.length;
    return { ...describe(page), offset, length: page.raw.body.length };
  });
  post(thread, packed.buffer, batched);
}

function describe({ id, raw }: PoolPage) {
  const { url, contentType, keep, answer } = raw;
  return { id, url, contentType, keep, answer };
}

function post(thread: ThreadLife, buffer: ArrayBuffer, pages: PageBatch['pages']): void {
  const batch: PageBatch = { buffer, pages };
  thread.post(batch, [buffer]);
}
