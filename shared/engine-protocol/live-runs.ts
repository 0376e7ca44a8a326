import type { EngineApi, RunSecrets } from './protocol.ts';
import type { RunSnapshot, RunState } from './run.ts';

interface LiveRun extends Pick<RunSnapshot, 'jobId' | 'state'> {
  /** Null until the first snapshot. */
  readonly snapshot: RunSnapshot | null;
}

/**
 * The outcome for a run when the engine was started again. `shown`: it is paused or stopped as before.
 * `failed`: it has to be resumed by hand.
 */
export type TakenUp = 'resumed' | 'shown' | 'failed';

interface LiveRunsParts {
  readonly log: { error(message: string, error?: unknown): void };
  /** The secrets that a run of this job receives when it is resumed. */
  secretsOf(jobId: string | null): Promise<RunSecrets>;
  /** Sends the current state of a run to the page. */
  show(snapshot: RunSnapshot): void;
}

interface NewEngine {
  /** The previous engine has crashed: one of the requests in flight may be the cause. */
  readonly crashed: boolean;
  /** Whether this engine has ended as well: the next one then resumes the runs. */
  isGone(): boolean;
}

/** The unfinished runs of an engine. They are resumed in the next engine when this one ends unexpectedly. */
export class LiveRuns {
  readonly #parts: LiveRunsParts;
  readonly #runs = new Map<string, LiveRun>();

  constructor(parts: LiveRunsParts) {
    this.#parts = parts;
  }

  started(runId: string, jobId: string | null): void {
    this.#runs.set(runId, { jobId, state: 'importing', snapshot: null });
  }

  heard(snapshot: RunSnapshot): void {
    const { runId, jobId, state } = snapshot;
    if (isUnfinished(state)) this.#runs.set(runId, { jobId, state, snapshot });
    else this.#runs.delete(runId);
  }

  /** Resumes all running runs in `engine`; a run that was paused is there again, paused. */
  takeUp(engine: EngineApi, next: NewEngine): Promise<readonly TakenUp[]> {
    return Promise.all(
      [...this.#runs].map(([runId, run]) => this.#takeUp(engine, runId, run, next)),
    );
  }

  /** Shows all runs as interrupted: no engine is started again. */
  cutOffAll(): void {
    for (const { snapshot } of [...this.#runs.values()]) {
      if (snapshot !== null) this.#parts.show(cutOff(snapshot));
    }
  }

  async #takeUp(
    engine: EngineApi,
    runId: string,
    { jobId, state, snapshot }: LiveRun,
    { crashed, isGone }: NewEngine,
  ): Promise<TakenUp> {
    const { log, secretsOf, show } = this.#parts;
    const resume = state !== 'stopping';
    try {
      if (resume) {
        const secrets = await secretsOf(jobId);
        const crash = crashed ? { crashed } : {};
        await engine.call('run.resume', { runId, secrets, asItWas: true, ...crash });
        return state === 'paused' ? 'shown' : 'resumed';
      }
    } catch (error) {
      if (isGone()) return 'failed';
      log.error(`Run ${runId} could not go on`, error);
    }
    // The last snapshot that the page has is out of date.
    try {
      show(await engine.call('run.snapshot', { runId }));
      return resume ? 'failed' : 'shown';
    } catch (error) {
      if (isGone()) return 'failed';
      log.error(`Run ${runId} cannot be read`, error);
      if (snapshot !== null) show(cutOff(snapshot));
      return 'failed';
    }
  }
}

function isUnfinished(state: RunState): boolean {
  return state === 'importing' || state === 'running' || state === 'paused' || state === 'stopping';
}

/** A run whose engine died and is not replaced. The requests that were in flight are queued in the file. */
function cutOff(last: RunSnapshot): RunSnapshot {
  const { queued, active } = last.counts;
  return {
    ...last,
    seq: last.seq + 1,
    state: 'interrupted',
    stateReason: null,
    pausedBy: null,
    counts: { ...last.counts, queued: queued + active, active: 0 },
    ratePerSecond: 0,
    failedPerSecond: 0,
    etaMs: null,
    limit: { kind: 'none' },
  };
}
