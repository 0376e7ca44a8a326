import type { RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/job.ts';
import type {
  Clock,
  Extractor,
  Fetcher,
  InputReader,
  Logger,
  Random,
  RunLedger,
} from '../ports.ts';
import { createBeat } from './beat.ts';
import { createCommitQueue } from './commit-queue.ts';
import { Counters, noTotals } from './counters.ts';
import { every } from './every.ts';
import { fetchRules } from './fetch-rules.ts';
import { haltReason } from './halt-reason.ts';
import { HostTallies } from './host-tallies.ts';
import { importList } from './import-list.ts';
import { createPipeline } from './pipeline.ts';
import { RunRates } from './run-rates.ts';
import { buildSnapshot } from './run-snapshot.ts';
import { createScheduler } from './scheduler.ts';
import { createStopwatch } from './stopwatch.ts';

export interface RunDeps {
  readonly runId: string;
  readonly jobId: string | null;
  readonly options: ResolvedOptions;
  /** What the run has spent before, where it is resumed. */
  readonly elapsedMs: number;
  readonly ledger: RunLedger;
  readonly fetcher: Fetcher;
  readonly extractor: Extractor;
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly timeOfDay: () => number;
  readonly logger: Logger;
  /** The number of the first snapshot; above that of every snapshot before a resume. */
  readonly firstSeq: number;
  /** The whole list is in the ledger. */
  readonly onImported: () => void;
  /** At most ten times a second, when something has changed, and at every change of state. */
  readonly onSnapshot: (snapshot: RunSnapshot) => void;
}

/** A run that this process drives. It owns neither its ledger nor its adapters. */
export interface LiveRun {
  readonly state: RunState;
  /** Reads the rest of the list where one is given, then fetches. Call it once. */
  start(list: InputReader | null): void;
  /** Starts nothing new; what is in flight finishes. */
  pause(): void;
  unpause(): void;
  /** Lets go of what is in flight and commits what is done. */
  stop(): Promise<void>;
  setConcurrency(concurrency: number): void;
  /** Queues failed requests again, all or of one code, and returns how many. */
  retryFailed(code: ErrorCode | null): number;
  snapshot(): RunSnapshot;
  /** Resolves once the run is stopped, finished or halted: nothing of it happens any more. */
  readonly ended: Promise<void>;
}

/** What is being extracted when a run is stopped may take this long; then it is fetched again. */
const stopPatienceMs = 500;
/** Rates and waiting times change by themselves. */
const heartbeatMs = 1000;
/** How much of the elapsed time a killed process may forget. */
const savesEveryHeartbeats = 5;

/** See `LiveRun`. The scheduler, the pipeline and the commit queue do the work; this conducts. */
export function createRun(deps: RunDeps): LiveRun {
  const { ledger, clock, logger, options } = deps;
  const importAbort = new AbortController();
  const stopwatch = createStopwatch(clock, deps.elapsedMs);
  const rates = new RunRates(clock);
  const tallies = new HostTallies((hostId) => ledger.hostCounts(hostId));
  let counters = new Counters(noTotals);
  let phase: 'importing' | 'fetching' | 'stopping' | 'stopped' | 'finished' | 'halted' = 'fetching';
  let paused = false;
  let proceed = (): void => undefined;
  let reason: string | null = null;
  let importing: RunSnapshot['importing'] = null;
  let retriesUnderWay = 0;
  let seq = deps.firstSeq - 1;
  let heartbeats = 0;
  /** Requests that may have ended the engine are run one at a time, before all others. */
  let alone = false;
  let stopHeartbeat = (): void => undefined;
  let stopPatience = (): void => undefined;
  let resolveEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  const over = (): boolean => phase === 'stopped' || phase === 'finished' || phase === 'halted';
  const state = (): RunState => {
    if (phase === 'importing' || phase === 'fetching') {
      if (paused) return 'paused';
      return phase === 'importing' ? 'importing' : 'running';
    }
    return phase;
  };

  const scheduler = createScheduler({
    source: ledger,
    clock,
    random: deps.random,
    limits: options,
    onReady: () => pump(),
  });
  const commits = createCommitQueue({
    store: ledger,
    clock,
    onCommitted: (outcomes, tookMs) => {
      counters.committed(outcomes);
      tallies.committed(outcomes);
      rates.committed(outcomes, tookMs);
      scheduler.release(outcomes.map(({ requestId }) => requestId));
      for (const { attempts } of outcomes) retriesUnderWay -= attempts - 1;
      beat.changed();
    },
    onFailed: (error, lost) => halt('The results could not be saved', error, lost),
  });
  const pipeline = createPipeline({
    ...deps,
    rules: fetchRules(options),
    scheduler,
    onOutcome: (outcome) => {
      ledger.ended(outcome.requestId);
      commits.add(outcome);
    },
    onRetry: (requestId) => {
      ledger.ended(requestId);
      retriesUnderWay += 1;
      beat.changed();
    },
    onRoom: () => pump(),
  });
  const snapshot = (): RunSnapshot =>
    buildSnapshot({
      identity: { runId: deps.runId, jobId: deps.jobId, seq, state: state(), stateReason: reason },
      // Until all of the list is in, the counts alone are known.
      totals: importing === null ? counters.totals : { ...noTotals, counts: ledger.counts() },
      elapsedMs: stopwatch.elapsedMs,
      importing,
      scheduler,
      pipeline,
      tallies,
      rates,
      retriesUnderWay,
      clock,
    });
  const beat = createBeat(clock, () => {
    seq += 1;
    deps.onSnapshot(snapshot());
  });

  /** Starts what may start, and notices the end. */
  const pump = (): void => {
    if (phase === 'stopping' && pipeline.underWay === 0) end('stopped');
    if (phase !== 'fetching' || paused) return;
    try {
      while (!pipeline.congested && !(alone && pipeline.underWay > 0)) {
        const booking = scheduler.next();
        if (booking === null) break;
        tallies.started(booking.host);
        ledger.started(booking.request.id);
        pipeline.start(booking);
        beat.changed();
      }
    } catch (error) {
      halt('The queue of the run could not be read', error, 0);
      return;
    }
    if (pipeline.underWay > 0 || !scheduler.drained) return;
    if (alone) goOnWithAll();
    else end('finished');
  };

  const goOnWithAll = (): void => {
    if (!commits.flush()) return;
    alone = false;
    try {
      ledger.acquit();
    } catch (error) {
      halt('The run could not be saved', error, 0);
      return;
    }
    scheduler.sourceChanged();
    pump();
  };

  const fetchFromHere = (): void => {
    phase = 'fetching';
    importing = null;
    try {
      counters = new Counters(ledger.totals());
      alone = ledger.suspects > 0;
    } catch (error) {
      halt('The run could not be read', error, 0);
    }
    saveState();
    if (over()) return;
    rates.restart();
    beat.now();
    pump();
  };

  const importFrom = async (reader: InputReader): Promise<void> => {
    const { queued, done, failed, skipped } = ledger.counts();
    try {
      await importList({
        reader,
        skip: queued + done + failed + skipped,
        clock,
        signal: importAbort.signal,
        add: (batch) => {
          ledger.import(batch);
          const { lines, bytes, totalBytes } = batch;
          importing = { lines, bytes, totalBytes };
          beat.changed();
        },
        proceed: () => (paused ? new Promise((resolve) => (proceed = resolve)) : Promise.resolve()),
      });
      if (phase === 'importing') {
        ledger.importDone();
        deps.onImported();
      }
    } catch (error) {
      halt('The list could not be read to its end', error, 0);
    }
    if (phase === 'importing') fetchFromHere();
    else if (phase === 'stopping') end('stopped');
  };

  const saveState = (): void => {
    try {
      ledger.setState(state(), reason, stopwatch.elapsedMs);
    } catch (error) {
      if (over()) logger.error('The state of a run could not be saved.', error);
      else halt('The run could not be saved', error, 0);
    }
  };

  const end = (how: 'stopped' | 'finished'): void => {
    if (!commits.flush() || over()) return;
    phase = how;
    letGo();
  };

  const halt = (what: string, error: unknown, lost: number): void => {
    if (over()) return;
    logger.error(`${what}.`, error);
    phase = 'halted';
    reason = haltReason(what, error, lost);
    letGo();
  };

  const letGo = (): void => {
    importAbort.abort();
    stopHeartbeat();
    stopPatience();
    scheduler.close();
    pipeline.close();
    commits.close();
    stopwatch.stop();
    saveState();
    beat.now();
    beat.close();
    resolveEnded();
  };

  const heartbeat = (): void => {
    if (paused) return;
    heartbeats += 1;
    if (heartbeats % savesEveryHeartbeats === 0) saveState();
    beat.changed();
  };

  return {
    get state() {
      return state();
    },
    start(list) {
      stopwatch.start();
      stopHeartbeat = every(clock, heartbeatMs, heartbeat);
      if (list === null) {
        fetchFromHere();
        return;
      }
      phase = 'importing';
      importing = { lines: 0, bytes: 0, totalBytes: 0 };
      saveState();
      beat.now();
      void importFrom(list);
    },
    pause() {
      if (paused || (phase !== 'importing' && phase !== 'fetching')) return;
      paused = true;
      scheduler.pause();
      stopwatch.stop();
      if (commits.flush()) saveState();
      if (!over()) beat.now();
    },
    unpause() {
      if (!paused || over()) return;
      paused = false;
      stopwatch.start();
      rates.restart();
      scheduler.unpause();
      saveState();
      beat.now();
      proceed();
      pump();
    },
    async stop() {
      if (over()) return;
      const imports = phase === 'importing';
      phase = 'stopping';
      paused = false;
      importAbort.abort();
      scheduler.close();
      beat.now();
      if (imports) {
        proceed();
      } else {
        stopPatience = clock.after(stopPatienceMs, () => end('stopped'));
        pipeline.abort();
        pump();
      }
      await ended;
    },
    setConcurrency(concurrency) {
      scheduler.setLimits({ concurrency });
      beat.changed();
      pump();
    },
    retryFailed(code) {
      if (!commits.flush()) return 0;
      const queued = ledger.requeueFailed(code);
      counters = new Counters(ledger.totals());
      tallies.recount();
      scheduler.sourceChanged();
      beat.changed();
      pump();
      return queued;
    },
    snapshot,
    ended,
  };
}
