import { leads } from '#shared/engine-protocol/leading-run.ts';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type {
  PausedBy,
  RequestCounts,
  RunSnapshot,
  RunState,
  RunSummary,
} from '#shared/engine-protocol/run.ts';
import { failedPages, toneOf } from '#shared/engine-protocol/run-tone.ts';
import type { RunTone } from '#shared/engine-protocol/run-warnings.ts';
import type { JobListItem } from '#shared/ipc/job-library.ts';
import type { Log } from './log.ts';

/** Main's data of a run: enough for the list of jobs, the taskbar and the question at the end. */
export interface KnownRun {
  readonly runId: string;
  readonly jobId: string | null;
  /** Null until the engine has sent it. */
  readonly jobName: string | null;
  readonly state: RunState;
  /** Null if it is not paused, or not driven by this engine. */
  readonly pausedBy: PausedBy | null;
  readonly counts: RequestCounts;
  /** Without lines that are no URLs. */
  readonly failedPages: number;
  readonly tone: RunTone;
}

export interface RunBoard {
  all(): readonly KnownRun[];
  get(runId: string): KnownRun | undefined;
  /** The run of a job that comes first (see `leads`), including command-line runs with its name. */
  newestOf(job: { readonly id: string; readonly name: string }): JobListItem['lastRun'];
  /** Runs that fetch, or are about to. */
  active(): readonly KnownRun[];
  /** Reads the existing runs from the engine. */
  refresh(): Promise<void>;
  forget(runId: string): void;
  onChange(listener: (run: KnownRun | null, before: KnownRun | undefined) => void): void;
}

/** Keeps the latest data of every run, first from the engine's list and then from its snapshots. */
export function createRunBoard(engine: EngineApi, log: Log): RunBoard {
  let runs = new Map<string, KnownRun>();
  const listeners: ((run: KnownRun | null, before: KnownRun | undefined) => void)[] = [];
  const tell = (run: KnownRun | null, before?: KnownRun): void => {
    for (const listener of listeners) listener(run, before);
  };

  engine.onEvent((event) => {
    if (event.kind !== 'run') return;
    const before = runs.get(event.snapshot.runId);
    const run = fromSnapshot(event.snapshot, before?.jobName ?? null);
    runs.set(run.runId, run);
    tell(run, before);
  });

  return {
    all: () => [...runs.values()],
    get: (runId) => runs.get(runId),
    newestOf({ id, name }) {
      let newest: KnownRun | undefined;
      for (const run of runs.values()) {
        const belongs = run.jobId === id || (run.jobId === null && run.jobName === name);
        if (belongs && (newest === undefined || leads(run, newest))) newest = run;
      }
      return newest === undefined ? null : progressOf(newest);
    },
    active: () => [...runs.values()].filter(({ state }) => isActive(state)),
    async refresh() {
      try {
        const summaries = await engine.call('runs.list', { job: null });
        runs = new Map(summaries.map((summary) => [summary.runId, fromSummary(summary)]));
        tell(null);
      } catch (error) {
        log.error('The runs could not be listed', error);
      }
    },
    forget(runId) {
      runs.delete(runId);
      tell(null);
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

export function isActive(state: RunState): boolean {
  return state === 'importing' || state === 'running' || state === 'stopping';
}

export function settledOf({ done, failed, skipped }: RequestCounts): number {
  return done + failed + skipped;
}

function progressOf(run: KnownRun): NonNullable<JobListItem['lastRun']> {
  const { runId, state, counts, failedPages: failed, tone } = run;
  return { runId, state, settled: settledOf(counts), total: counts.total, failed, tone };
}

function fromSnapshot(snapshot: RunSnapshot, jobName: string | null): KnownRun {
  const { runId, jobId, state, pausedBy, counts } = snapshot;
  const known = { runId, jobId, jobName, state, pausedBy, counts };
  return { ...known, failedPages: failedPages(snapshot), tone: toneOf(snapshot) };
}

function fromSummary(summary: RunSummary): KnownRun {
  const { runId, jobId, jobName, state, counts, tone } = summary;
  const known = { runId, jobId, jobName, state, pausedBy: null, counts };
  return { ...known, failedPages: failedPages(summary), tone };
}
