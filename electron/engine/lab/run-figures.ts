import type { LabSample } from '#shared/engine-protocol/lab.ts';
import { spreadOf } from '#shared/lab/lab-rows.ts';
import { openRunForReading } from '../store/open-for-reading.ts';

interface RunFigures
  extends Pick<LabSample, 'done' | 'failed' | 'elapsedMs' | 'latency' | 'pageMs'> {
  /** The start of the time that counts, by the run's own clock for the time of day. */
  readonly fromMs: number;
}

/** Place in the list, state, start, end, and the time that the server took: milliseconds. */
type Request = readonly [number, string, number, number, number | null];

/**
 * The speed of a finished run, from its file. Its first `runIn` pages are not counted: while they are
 * fetched, threads and processes start. The time begins when this number of pages is finished, or at the
 * first start if none is left out, and ends with the last page.
 */
export function figuresOf(runFile: string, runIn: number): RunFigures {
  const requests = readRequests(runFile);
  const ends = requests.map(([, , , endMs]) => endMs).sort((a, b) => a - b);
  const firstStartMs = requests.reduce(
    (least, [, , startMs]) => Math.min(least, startMs),
    Infinity,
  );
  const fromMs = runIn === 0 ? firstStartMs : (ends[runIn - 1] ?? 0);
  const counted = requests.filter(([id]) => id > runIn);
  const failed = counted.filter(([, state]) => state === 'failed').length;
  return {
    fromMs,
    done: counted.length - failed,
    failed,
    // Times are whole milliseconds; a time of 0 would make the speed infinite.
    elapsedMs: counted.length === 0 ? 0 : Math.max(1, (ends.at(-1) ?? 0) - fromMs),
    latency: latencyOf(counted),
    pageMs: pageMsOf(counted),
  };
}

function readRequests(runFile: string): readonly Request[] {
  const db = openRunForReading(runFile);
  try {
    return db
      .prepare<Request>(
        `SELECT id, state, started_ms, finished_ms, headers_ms + coalesce(body_ms, 0)
         FROM requests WHERE state IN ('done', 'failed') AND finished_ms IS NOT NULL ORDER BY id`,
      )
      .all();
  } finally {
    db.close();
  }
}

function pageMsOf(requests: readonly Request[]): number | null {
  const read = requests.filter(([, state]) => state === 'done');
  return read.length === 0
    ? null
    : spreadOf(read.map(([, , startMs, endMs]) => endMs - startMs)).median;
}

function latencyOf(requests: readonly Request[]): LabSample['latency'] {
  const took = requests.flatMap(([, , , , ms]) => (ms === null ? [] : [ms])).sort((a, b) => a - b);
  const at = (share: number): number => took[Math.ceil(share * took.length) - 1] ?? 0;
  return took.length === 0 ? null : { p50Ms: at(0.5), p95Ms: at(0.95) };
}
