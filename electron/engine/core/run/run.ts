import type { PausedBy, RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';
import type { InputReader } from '../../ports.ts';
import { every } from '../every.ts';
import { fetchRules } from '../fetch-rules.ts';
import { createNetworkGuard } from '../guards/network-guard.ts';
import { Safeguard } from '../guards/safeguard.ts';
import { HostGates } from '../manners/host-gates.ts';
import { createRobotsFiles } from '../manners/robots-files.ts';
import type { Booking } from '../schedule/booking.ts';
import { createScheduler } from '../schedule/scheduler.ts';
import { createBeat } from './beat.ts';
import { createCommitQueue } from './commit-queue.ts';
import { Counters, noTotals, retriesOf } from './counters.ts';
import { haltReason } from './halt-reason.ts';
import { HostTallies } from './host-tallies.ts';
import { importList } from './import-list.ts';
import { createPipeline } from './pipeline.ts';
import type { LiveRun, RunDeps } from './run-deps.ts';
import { RunRates } from './run-rates.ts';
import { buildSnapshot } from './run-snapshot.ts';
import { createStopwatch } from './stopwatch.ts';

/** What is being extracted when a run is stopped may take this long; then it is fetched again. */
const stopPatienceMs = 500;
/** Requests that end untried are over at once: so many, then other work gets its turn. */
const mostRuledOut = 1000;
/** Requests that are started in one go: so many, then those before them get to send and to answer. */
const mostStarted = 16;
/** Rates and waiting times change by themselves. */
const heartbeatMs = 1000;
/** How much of the elapsed time a killed process may forget. */
const savesEveryHeartbeats = 5;

/** See `LiveRun`. The scheduler, the pipeline and the commit queue do the work; this conducts. */
export function createRun(deps: RunDeps): LiveRun {
  const { runId, jobId, ledger, clock, logger, options } = deps;
  const importAbort = new AbortController();
  const stopwatch = createStopwatch(clock, deps.elapsedMs);
  const rates = new RunRates(clock);
  const tallies = new HostTallies((hostId) => ledger.hostCounts(hostId));
  let counters = new Counters(noTotals);
  let phase: 'importing' | 'fetching' | 'stopping' | 'stopped' | 'finished' | 'halted' = 'fetching';
  let pausedBy: PausedBy | null = null;
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
  let giveTurn = (): void => undefined;
  let resolveEnded = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    resolveEnded = resolve;
  });

  const over = (): boolean => phase === 'stopped' || phase === 'finished' || phase === 'halted';
  const state = (): RunState => {
    if (phase === 'importing' || phase === 'fetching') {
      if (pausedBy !== null) return 'paused';
      return phase === 'importing' ? 'importing' : 'running';
    }
    return phase;
  };

  const rules = fetchRules(options);
  const gates = new HostGates(deps.robots !== null);
  const scheduler = createScheduler({
    source: ledger,
    clock,
    random: deps.random,
    limits: options,
    gates,
    onReady: () => pump(),
  });
  const commits = createCommitQueue({
    commit: (outcomes) => ledger.commit(outcomes, stopwatch.elapsedMs),
    clock,
    onCommitted: (outcomes, tookMs) => {
      counters.committed(outcomes);
      tallies.committed(outcomes);
      rates.committed(outcomes, tookMs);
      scheduler.release(outcomes.map(({ requestId }) => requestId));
      for (const outcome of outcomes) retriesUnderWay -= retriesOf(outcome);
      beat.changed();
    },
    onFailed: (error, lost) => halt('The results could not be saved', error, lost),
  });
  const network = createNetworkGuard({
    clock,
    hasAnswers: () => counters.hasAnswers,
    throughProxies: (deps.proxies?.() ?? []).length > 0,
    suspend(booking) {
      ledger.ended(booking.request.id);
      scheduler.suspend(booking);
    },
    putBack(booking) {
      ledger.ended(booking.request.id);
      scheduler.settle(booking, { kind: 'put-back' });
      beat.changed();
    },
    onDown(why) {
      if (pausedBy === null) hold('network', why);
    },
    onUp: () => {
      if (pausedBy === 'network') goOn();
    },
    probe() {
      const booking = pausedBy === 'network' ? scheduler.probe() : null;
      if (booking !== null) start(booking);
      return booking?.kind === 'ruled-out' ? null : booking;
    },
  });
  const safeguard = options.safeguard ? new Safeguard(deps.elapsedMs > 0) : null;
  const pipeline = createPipeline({
    ...deps,
    rules,
    oneByOne: options.way === 'sequential',
    robots:
      deps.robots &&
      createRobotsFiles({
        ...deps,
        reader: deps.robots,
        rules,
        gates,
        retries: () => scheduler.limits.retries,
      }),
    scheduler,
    network,
    onOutcome: (outcome, tried) => {
      ledger.ended(outcome.requestId);
      commits.add(outcome);
      const why = tried ? (safeguard?.settled(outcome) ?? null) : null;
      if (why !== null && pausedBy === null && somethingWaits()) hold('safeguard', why);
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
      identity: { runId, jobId, seq, state: state(), stateReason: reason, pausedBy },
      // Until all of the list is in, the counts alone are known.
      totals: importing === null ? counters.totals : { ...noTotals, counts: ledger.counts() },
      elapsedMs: stopwatch.elapsedMs,
      importing,
      scheduler,
      pipeline,
      tallies,
      rates,
      retriesUnderWay,
      proxies: deps.proxies?.() ?? [],
      way: deps.way?.() ?? { way: 'event-loop', why: 'asked' },
      isFull: deps.isFull?.() ?? false,
      clock,
    });
  const beat = createBeat(clock, () => {
    seq += 1;
    deps.onSnapshot(snapshot());
  });

  const start = (booking: Booking): void => {
    tallies.started(booking.host);
    if (booking.kind === 'page') ledger.started(booking.request.id);
    pipeline.start(booking);
    beat.changed();
  };

  /** Starts what may start, and notices the end. */
  const pump = (): void => {
    if (phase === 'stopping' && pipeline.underWay === 0) end('stopped');
    let ruledOut = 0;
    let started = 0;
    try {
      while (mayStart()) {
        const booking = scheduler.next();
        if (booking === null) break;
        start(booking);
        if (booking.kind === 'ruled-out') ruledOut += 1;
        else started += 1;
        if (ruledOut === mostRuledOut || started === mostStarted) {
          giveTurn();
          giveTurn = clock.after(0, pump);
          return;
        }
      }
    } catch (error) {
      halt('The queue of the run could not be read', error, 0);
      return;
    }
    if (phase !== 'fetching' || pausedBy !== null || pipeline.underWay > 0) return;
    // Nothing else is under way that could show what the kept failures are a sign of.
    if (network.release() || !scheduler.drained) return;
    if (alone) goOnWithAll();
    else end('finished');
  };
  const mayStart = (): boolean =>
    phase === 'fetching' &&
    pausedBy === null &&
    !pipeline.congested &&
    !(alone && pipeline.underWay > 0);

  /** Requests are left that are neither under way nor over. */
  const somethingWaits = (): boolean =>
    counters.totals.counts.queued - commits.size - pipeline.pagesUnderWay > 0;

  const hold = (by: PausedBy, why: string | null): void => {
    if (phase !== 'importing' && phase !== 'fetching') return;
    pausedBy = by;
    reason = why;
    scheduler.pause();
    stopwatch.stop();
    if (commits.flush()) saveState();
    if (!over()) beat.now();
  };

  const goOn = (): void => {
    pausedBy = null;
    reason = null;
    stopwatch.start();
    rates.restart();
    scheduler.unpause();
    saveState();
    beat.now();
    proceed();
    pump();
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
        proceed: () =>
          pausedBy === null ? Promise.resolve() : new Promise((resolve) => (proceed = resolve)),
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
      ledger.setState(state(), reason, stopwatch.elapsedMs, pausedBy);
    } catch (error) {
      if (over()) logger.error('The state of a run could not be saved.', error);
      else halt('The run could not be saved', error, 0);
    }
  };

  const end = (how: 'stopped' | 'finished'): void => {
    if (!commits.flush() || over()) return;
    // One that is stopped while its last pages are read has nothing left to go on with.
    const nothingLeft = importing === null && counters.totals.counts.queued === 0;
    phase = nothingLeft ? 'finished' : how;
    pausedBy = null;
    letGo();
  };

  const halt = (what: string, error: unknown, lost: number): void => {
    if (over()) return;
    logger.error(`${what}.`, error);
    phase = 'halted';
    pausedBy = null;
    reason = haltReason(what, error, lost);
    letGo();
  };

  const letGo = (): void => {
    importAbort.abort();
    stopHeartbeat();
    stopPatience();
    giveTurn();
    network.close();
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
    if (pausedBy !== null) return;
    heartbeats += 1;
    if (heartbeats % savesEveryHeartbeats === 0) saveState();
    beat.changed();
  };

  return {
    get state() {
      return state();
    },
    start(list, pause = null) {
      if (pause === null) {
        stopwatch.start();
      } else {
        pausedBy = pause.by;
        reason = pause.reason;
        scheduler.pause();
        if (pausedBy === 'network') network.wasDown();
      }
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
      if (pausedBy === 'person') return;
      network.reset();
      hold('person', null);
    },
    unpause() {
      if (pausedBy === null || over()) return;
      network.reset();
      goOn();
    },
    async stop() {
      if (over()) return;
      const imports = phase === 'importing';
      phase = 'stopping';
      pausedBy = null;
      reason = null;
      network.close();
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
