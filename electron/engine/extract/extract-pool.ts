import type { Extractor } from '#engine/ports/extractor.ts';
import { workerUrl } from '#engine/worker-files.ts';
import { failure } from '#shared/errors/error-codes.ts';
import { createLane, type Lane, type LaneEnd, type PoolPage } from './extract-lane.ts';
import type { ExtractRules } from './extract-rules.ts';

export interface ExtractPoolOptions {
  readonly rules: ExtractRules;
  /** The maximum number of worker threads. */
  readonly size: number;
  /** Starts one before there are pages, so that the first ones need not wait. Default: true. */
  readonly warm?: boolean;
  /** The longest time for one page, in milliseconds. Default: 10,000. */
  readonly deadlineMs?: number;
  /**
   * The memory that a worker may use before it is ended, in MiB. Default: 768. A page of 10 MB (the default
   * limit of a job) needs about 200 as a tree of nodes.
   */
  readonly heapMb?: number;
  /** The URL of the built extract worker. */
  readonly workerUrl?: URL;
}

/**
 * The number of pages in a worker at once: enough that it never waits, few enough that few wait behind a bad
 * one.
 */
const lanePages = 16;
const laneBytes = 2_000_000;
const gatherMs = 4;
/** A page of this size or more is sent to a worker alone. */
const largeBytes = 256 * 1024;

/**
 * Extracts pages in worker threads. A page that takes longer than the deadline, or all the memory, fails
 * without the others: its worker is replaced and the pages behind it are sent to another one.
 */
export function createExtractPool(options: ExtractPoolOptions): Extractor {
  const deadlineMs = options.deadlineMs ?? 10_000;
  const lanes = new Set<Lane>();
  const queue: PoolPage[] = [];
  let nextId = 1;
  let pending = 0;
  let closed = false;
  let gathering: NodeJS.Timeout | null = null;
  let watch: NodeJS.Timeout | null = null;

  function addLane(): void {
    const lane = createLane({
      rules: options.rules,
      workerUrl: options.workerUrl ?? workerUrl('extract-worker'),
      deadlineMs,
      heapMb: options.heapMb ?? 768,
      onRoom: () => {
        if (gathering === null) dispatch();
      },
      onEnd: (end) => replace(lane, end),
    });
    lanes.add(lane);
  }

  function replace(lane: Lane, { culprit, unread }: LaneEnd): void {
    lanes.delete(lane);
    queue.unshift(...unread);
    if (culprit !== null) {
      const { page } = culprit;
      page.crashes += 1;
      if (culprit.retry && page.crashes === 1 && !page.large) queue.unshift(page);
      else page.answer({ kind: 'failed', failure: culprit.failure });
    }
    dispatch();
  }

  function dispatch(): void {
    if (gathering !== null) clearTimeout(gathering);
    gathering = null;
    if (closed) return;
    // Another worker is added only when pages wait for the present ones: in one pass, a worker reads
    // thousands of pages a second, and each worker takes a share of the cores.
    if (queue.length > 0 && lanes.size < options.size && [...lanes].every(isFull)) addLane();
    const idlest = [...lanes].sort((a, b) => a.pages.length - b.pages.length);
    idlest.forEach((lane, index) => {
      const share = Math.ceil(queue.length / (idlest.length - index));
      const batch = takeBatch(queue, lane, share);
      if (batch.length > 0) lane.send(batch);
    });
    watchWhileBusy();
  }

  /**
   * Pages that arrive shortly after one another are sent in one message, since a message costs about as much
   * as reading a page, and a run can wait these milliseconds. A single page is sent at once.
   */
  function gather(): void {
    if (pending === 1 || queue.length >= lanePages) dispatch();
    else gathering ??= setTimeout(dispatch, gatherMs);
  }

  function watchWhileBusy(): void {
    if (pending > 0) {
      watch ??= setInterval(() => {
        for (const lane of lanes) lane.watch(performance.now());
      }, deadlineMs / 20);
    } else if (watch !== null) {
      clearInterval(watch);
      watch = null;
    }
  }

  if (options.warm !== false) addLane();

  return {
    extract(raw) {
      return new Promise((resolve) => {
        if (closed) {
          resolve({ kind: 'failed', failure: failure('INTERNAL', 'the extractor is closed') });
          return;
        }
        pending += 1;
        queue.push({
          id: nextId++,
          raw,
          large: raw.body.length >= largeBytes,
          crashes: 0,
          answer: (outcome) => {
            pending -= 1;
            resolve(outcome);
          },
        });
        gather();
      });
    },

    async close() {
      closed = true;
      await Promise.all([...lanes].map((lane) => lane.close()));
      const stopped = failure('INTERNAL', 'the extractor was closed');
      for (const page of queue.splice(0)) page.answer({ kind: 'failed', failure: stopped });
      watchWhileBusy();
    },
  };
}

/** The lane has enough pages, or a large page, which it reads alone. */
function isFull({ pages }: Lane): boolean {
  return pages.length > lanePages / 2 || pages[0]?.large === true;
}

/** The pages that `lane` should take now, from the front of the queue; at most `share`. */
function takeBatch(queue: PoolPage[], lane: Lane, share: number): PoolPage[] {
  const held = lane.pages.length;
  if (isFull(lane)) return [];
  if (queue[0]?.large) return held === 0 ? queue.splice(0, 1) : [];
  const room = Math.min(share, lanePages - held);
  let bytes = lane.pages.reduce((sum, { raw }) => sum + raw.body.length, 0);
  let count = 0;
  for (const page of queue) {
    bytes += page.raw.body.length;
    if (count === room || page.large || (bytes > laneBytes && count > 0)) break;
    count += 1;
  }
  return queue.splice(0, count);
}
