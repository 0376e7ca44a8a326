import type { LabNow, LabSample } from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { every } from '../core/every.ts';
import type { Clock } from '../ports/clock.ts';
import type { Runs } from '../runs/runs.ts';
import type { Usage } from '../ways/worker-messages.ts';
import { CpuSeries } from './cpu-series.ts';
import { figuresOf } from './run-figures.ts';
import type { Trial } from './trials.ts';

const lookEveryMs = 50;

interface MeasureDeps {
  readonly runs: Runs;
  /** Gets the file of each finished run before that is deleted. */
  readonly keep: (trial: Trial, file: string) => Promise<void>;
  /** The snapshots of these runs go to this listener, until the next one is set. */
  readonly onSnapshot: (listener: (snapshot: RunSnapshot) => void) => void;
  readonly clock: Clock;
  readonly timeOfDay: () => number;
  readonly usage: (runId: string) => Usage;
  /** Whether a run of a job is under way. */
  readonly isDisturbed: () => boolean;
}

type Far = Pick<LabNow, 'settled' | 'total' | 'elapsedMs'>;

/**
 * Makes one run from its start to its end, and deletes it. Returns null if it was stopped.
 *
 * @param runIn the number of first pages of its list that are not counted; see `figuresOf`
 * @throws TrawlError if the run did not finish without intervention
 */
export async function measure(
  deps: MeasureDeps,
  {
    trial,
    job,
    runIn,
  }: {
    readonly trial: Trial;
    readonly job: EngineParams<'run.start'>;
    readonly runIn: number;
  },
  signal: AbortSignal,
  onNow: (far: Far) => void,
): Promise<LabSample | null> {
  const { runs } = deps;
  const watch = watchRun(deps, runIn, onNow);
  let runId = '';
  const stop = (): void => {
    if (runId !== '') void runs.stop(runId);
  };
  signal.addEventListener('abort', stop);
  try {
    runId = (await runs.start(job)).runId;
    if (signal.aborted) stop();
    const last = await watch.ended;
    if (last.state === 'stopped' || signal.aborted) return null;
    if (last.state !== 'finished') {
      throw new TrawlError('CANCELLED', last.stateReason ?? 'The run came to no end.');
    }
    // Waits until its file is closed.
    await runs.stop(runId);
    const file = runs.fileOf(runId);
    const { fromMs, ...figures } = figuresOf(file, runIn);
    await deps.keep(trial, file);
    return { ...trial, ...figures, ...watch.taken(fromMs) };
  } finally {
    signal.removeEventListener('abort', stop);
    watch.close();
    if (runId !== '') await runs.delete(runId);
  }
}

/** Observes the run that starts next. */
function watchRun(deps: MeasureDeps, runIn: number, onNow: (far: Far) => void) {
  const { clock, timeOfDay } = deps;
  const cpu = new CpuSeries();
  let runId: string | null = null;
  let peakRssBytes = 0;
  let disturbed = false;
  /** The time since which pages count, as far as the snapshots show it. */
  let countsFromMs: number | null = null;
  const look = (): void => {
    if (runId === null) return;
    const { rssBytes, cpuMs } = deps.usage(runId);
    peakRssBytes = Math.max(peakRssBytes, rssBytes);
    cpu.add(timeOfDay(), cpuMs);
    disturbed ||= deps.isDisturbed();
  };
  const stopLooking = every(clock, lookEveryMs, look);
  const ended = new Promise<RunSnapshot>((resolve) => {
    deps.onSnapshot((snapshot) => {
      const { state, counts } = snapshot;
      runId = snapshot.runId;
      if (state === 'importing') return;
      const settled = counts.done + counts.failed + counts.skipped;
      if (settled >= runIn) countsFromMs ??= clock.now();
      onNow({
        settled: Math.max(0, settled - runIn),
        total: counts.total - runIn,
        elapsedMs: countsFromMs === null ? 0 : clock.now() - countsFromMs,
      });
      look();
      // A run that paused without a command (no network, a log-in asked for) measures nothing any more.
      if (state !== 'running' && state !== 'stopping') resolve(snapshot);
    });
  });
  return {
    ended,
    taken: (fromMs: number) => ({ peakRssBytes, cpuMs: cpu.since(fromMs), disturbed }),
    close() {
      deps.onSnapshot(() => undefined);
      stopLooking();
    },
  };
}
