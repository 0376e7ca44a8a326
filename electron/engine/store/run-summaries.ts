import { existsSync, type Stats, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { RunState, RunSummary } from '#shared/engine-protocol/run.ts';
import { toneOf } from '#shared/engine-protocol/run-tone.ts';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import { pageFileOf } from '../pages/page-file.ts';
import { openRunForReading } from './open-for-reading.ts';
import { releaseClosedFiles } from './release-files.ts';
import { isLocked } from './run-lock.ts';
import { actualState, readMeta, type StoredCounts } from './run-meta.ts';
import { listRunIds, runFilePath } from './run-names.ts';
import { storageError } from './storage-error.ts';
import { readWarnings } from './stored-warnings.ts';

/** The job whose runs are listed, including runs of the command line with a job of the same name. */
export interface JobOfRuns {
  readonly id: string;
  readonly name: string;
}

const openAtOnce = 32;

/** The summaries of the runs in a folder. A finished run is read once, until its file changes. */
export class RunSummaries {
  readonly #known = new Map<string, { readonly stamp: string; readonly summary: RunSummary }>();

  /** Newest first. A file that cannot be read has its `problem`; it belongs to no job. */
  async list(folder: string, job: JobOfRuns | null): Promise<RunSummary[]> {
    const summaries: RunSummary[] = [];
    let opened = 0;
    for (const runId of await listRunIds(folder)) {
      const file = runFilePath(folder, runId);
      const stat = look(file);
      if (stat === undefined) continue;
      if ('problem' in stat) {
        summaries.push(unreadable(runId, stat));
        continue;
      }
      const stamp = `${stat.mtimeMs} ${stat.size}`;
      const known = this.#known.get(file);
      if (known?.stamp === stamp && !existsSync(`${file}-wal`)) {
        summaries.push(known.summary);
        continue;
      }
      if (++opened % openAtOnce === 0) await releaseClosedFiles();
      const summary = summarize(file, runId, stat);
      if (summary === null) continue;
      if (isOver(summary)) this.#known.set(file, { stamp, summary });
      summaries.push(summary);
    }
    if (opened > 0) await releaseClosedFiles();
    return summaries.filter((summary) => belongsTo(summary, job));
  }
}

function belongsTo({ jobId, jobName }: RunSummary, job: JobOfRuns | null): boolean {
  return job === null || jobId === job.id || (jobId === null && jobName === job.name);
}

function isOver({ state, problem }: RunSummary): boolean {
  return problem === null && (state === 'finished' || state === 'stopped' || state === 'halted');
}

/** Null if there is no run in the file, or not yet. */
function summarize(file: string, runId: string, stat: Stats): RunSummary | null {
  let fileBytes = stat.size;
  try {
    fileBytes += statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    fileBytes += statSync(pageFileOf(file), { throwIfNoEntry: false })?.size ?? 0;
    const db = openRunForReading(file);
    try {
      const meta = readMeta(db);
      const state = stateNow(file, meta.state);
      const counts = requestCounts(meta.counts);
      const found = readWarnings(db, meta);
      return {
        runId,
        jobId: meta.jobId,
        jobName: meta.rules.name,
        readsFrom: meta.readsFrom,
        keptPages: meta.counts.pagesKept,
        state,
        createdMs: meta.createdMs,
        finishedMs: meta.finishedMs,
        elapsedMs: meta.elapsedMs,
        counts,
        notUrls: found.notUrls,
        tone: toneOf({ state, counts, ...found }),
        rows: meta.counts.rows,
        bytes: meta.counts.bytes,
        fileBytes,
        problem: null,
      };
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof TrawlError && error.code === 'NOT_FOUND') return null;
    const createdMs = Math.round(stat.birthtimeMs);
    return unreadable(runId, { createdMs, fileBytes, problem: problemOf(error, file) });
  }
}

type Unreadable = Pick<RunSummary, 'createdMs' | 'fileBytes'> & { readonly problem: string };

/** Undefined if the file is gone. A file that cannot be examined must not hide the other runs. */
function look(file: string): Stats | Unreadable | undefined {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined || stat.isFile()) return stat;
    const problem = `${basename(file)} is no file, and no run of Trawl.`;
    return { createdMs: Math.round(stat.birthtimeMs), fileBytes: 0, problem };
  } catch (error) {
    return { createdMs: 0, fileBytes: 0, problem: problemOf(error, file) };
  }
}

const problemOf = (error: unknown, file: string): string =>
  toErrorReply(storageError(error, file)).message;

function unreadable(runId: string, { createdMs, fileBytes, problem }: Unreadable): RunSummary {
  return {
    runId,
    jobId: null,
    jobName: '',
    readsFrom: null,
    keptPages: 0,
    state: 'interrupted',
    createdMs,
    finishedMs: null,
    elapsedMs: 0,
    counts: { queued: 0, active: 0, done: 0, failed: 0, skipped: 0, total: 0 },
    notUrls: 0,
    tone: 'bad',
    rows: 0,
    bytes: 0,
    fileBytes,
    problem,
  };
}

export function stateNow(file: string, stored: RunState): RunState {
  return actualState(stored, () => isLocked(file));
}

/** Requests under way are queued in the file. */
export function requestCounts({ queued, done, failed, skipped }: StoredCounts) {
  return { queued, active: 0, done, failed, skipped, total: queued + done + failed + skipped };
}
