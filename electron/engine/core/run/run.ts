import type { PausedBy, RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { LiveChange } from '#shared/job/live-options.ts';
import type { InputReader } from '../../ports/input-reader.ts';
import { every } from '../every.ts';
import { Beat } from './beat.ts';
import { Checkpoint } from './checkpoint.ts';
import { noTotals } from './counters.ts';
import { FetchLoop } from './fetch-loop.ts';
import { Figures } from './figures.ts';
import { haltReason } from './halt-reason.ts';
import { Intake } from './intake.ts';
import { type Pause, Phase } from './phase.ts';
import type { RunDeps } from './run-deps.ts';
import { buildSnapshot } from './run-snapshot.ts';
import { Stopwatch } from './stopwatch.ts';

/**
 * Pages that are being extracted when a run is stopped may take this long; after that they are fetched
 * again.
 */
const stopPatienceMs = 500;
/** Rates and waiting times change without any event, so snapshots go out at this interval too. */
const heartbeatMs = 1000;
/** The elapsed time that may be lost when the process is killed. */
const saveEveryMs = 5000;

/**
 * A run that this process drives: it reads its list, fetches, and can be paused and stopped. It owns
 * neither its ledger nor its adapters.
 */
export class Run {
  /** Resolves once the run is stopped, finished or halted; after that it does no more work. */
  readonly ended: Promise<void>;
  readonly #deps: RunDeps;
  readonly #phase = new Phase();
  readonly #stopwatch: Stopwatch;
  readonly #figures: Figures;
  readonly #intake: Intake;
  readonly #loop: FetchLoop;
  readonly #checkpoint: Checkpoint;
  readonly #beat: Beat;
  #resolveEnded = (): void => undefined;
  #seq: number;
  /** Cancel the timers of the run. */
  #timers: (() => void)[] = [];

  constructor(deps: RunDeps) {
    const { ledger, clock, logger } = deps;
    this.#deps = deps;
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    this.#seq = deps.firstSeq - 1;
    this.#stopwatch = new Stopwatch(clock, deps.elapsedMs);
    this.#figures = new Figures(ledger, clock);
    this.#beat = new Beat(clock, () => {
      this.#seq += 1;
      deps.onSnapshot(this.snapshot());
    });
    this.#intake = new Intake({ ledger, clock, onProgress: () => this.#beat.changed() });
    this.#checkpoint = new Checkpoint({
      ledger,
      phase: this.#phase,
      stopwatch: this.#stopwatch,
      logger,
      onFailed: (error) => this.#halt('The run could not be saved', error),
    });
    this.#loop = new FetchLoop(deps, this.#figures, {
      mayFetch: () => this.#phase.mayFetch,
      mayProbe: () => this.#phase.pausedBy === 'network',
      elapsedMs: () => this.#stopwatch.elapsedMs,
      onChanged: () => this.#beat.changed(),
      onIdle: () => this.#idle(),
      onDrained: () => this.#end('finished'),
      onDoubt: (by, reason) => this.#doubt(by, reason),
      onNetworkBack: () => this.#networkBack(),
      onFailed: (what, error, lost) => this.#halt(what, error, lost),
    });
  }

  get state(): RunState {
    return this.#phase.state;
  }

  /**
   * Reads the rest of the list if one is given, then fetches. To be called once.
   *
   * @param pause the run begins paused, as it was when its engine was cut off
   */
  start(list: InputReader | null, pause: Pause | null = null): void {
    if (pause === null) this.#stopwatch.start();
    else this.#beginPaused(pause);
    const { clock } = this.#deps;
    this.#timers = [
      every(clock, heartbeatMs, () => this.#heartbeat()),
      every(clock, saveEveryMs, () => this.#saveElapsed()),
    ];
    if (list === null) {
      this.#fetch();
      return;
    }
    this.#phase.import();
    this.#checkpoint.save();
    this.#beat.now();
    void this.#import(list);
  }

  /** Starts no new requests; those under way finish. */
  pause(): void {
    if (this.#phase.pausedBy === 'person') return;
    this.#loop.forgetNetwork();
    this.#hold({ by: 'person', reason: null });
  }

  unpause(): void {
    if (this.#phase.pausedBy === null) return;
    this.#loop.forgetNetwork();
    this.#goOn();
  }

  /** Drops the requests under way and commits the outcomes so far. */
  async stop(): Promise<void> {
    if (!this.#phase.isOver && !this.#phase.isStopping) this.#stop();
    await this.ended;
  }

  /** The new values hold from the next request on. */
  setOptions(change: LiveChange): void {
    this.#loop.setOptions(change);
    this.#beat.changed();
    this.#loop.run();
  }

  /** Queues failed requests again, all or those of one code, and returns their number. */
  retryFailed(code: ErrorCode | null): number {
    const queued = this.#loop.retryFailed(code);
    if (queued > 0) {
      this.#beat.changed();
      this.#loop.run();
    }
    return queued;
  }

  /** See `run.overrule` of the protocol. Returns false for a run that does not decide by templates. */
  overrule(template: string, decision: 'always' | 'never' | null): boolean {
    const isDone = this.#loop.overrule(template, decision);
    this.#beat.changed();
    return isDone;
  }

  snapshot(): RunSnapshot {
    const { runId, jobId, readsFrom = null, ledger, clock, proxies, way, isFull } = this.#deps;
    const { state, reason, pausedBy } = this.#phase;
    const importing = this.#intake.progress;
    return buildSnapshot({
      identity: { runId, jobId, readsFrom, seq: this.#seq, state, stateReason: reason, pausedBy },
      // Until the whole list is read, only the counts are known.
      totals: importing === null ? this.#figures.totals : { ...noTotals, counts: ledger.counts() },
      elapsedMs: this.#stopwatch.elapsedMs,
      importing,
      fields: this.#deps.fields ?? [],
      unread: ledger.unread(),
      loop: this.#loop,
      figures: this.#figures,
      chains: ledger.chains(),
      pages: ledger.pages(),
      proxies: proxies?.() ?? [],
      way: way?.() ?? { way: 'event-loop', why: 'asked' },
      isFull: isFull?.() ?? false,
      nowMs: clock.now(),
    });
  }

  #beginPaused(pause: Pause): void {
    this.#phase.pause(pause);
    this.#intake.hold();
    this.#loop.pause();
    if (pause.by === 'network') this.#loop.networkWasDown();
  }

  async #import(list: InputReader): Promise<void> {
    try {
      if (await this.#intake.read(list)) this.#deps.onImported();
    } catch (error) {
      this.#halt('The list could not be read to its end', error);
    }
    if (this.#phase.isImporting) this.#fetch();
    else if (this.#phase.isStopping) this.#end('stopped');
  }

  #fetch(): void {
    this.#phase.fetch();
    try {
      this.#loop.begin();
      this.#figures.recount();
    } catch (error) {
      this.#halt('The run could not be read', error);
      return;
    }
    this.#checkpoint.save();
    if (this.#phase.isOver) return;
    this.#figures.rates.restart();
    this.#beat.now();
    this.#loop.run();
  }

  #hold(pause: Pause): void {
    if (!this.#phase.pause(pause)) return;
    this.#stopwatch.stop();
    this.#intake.hold();
    if (this.#loop.pause()) this.#checkpoint.save();
    if (!this.#phase.isOver) this.#beat.now();
  }

  #goOn(): void {
    this.#phase.unpause();
    this.#stopwatch.start();
    this.#figures.rates.restart();
    this.#checkpoint.save();
    if (this.#phase.isOver) return;
    this.#beat.now();
    this.#intake.goOn();
    this.#loop.unpause();
  }

  #doubt(by: PausedBy, reason: string): void {
    const { pausedBy } = this.#phase;
    if (pausedBy === null || pausedBy === by) this.#hold({ by, reason });
  }

  #networkBack(): void {
    if (this.#phase.pausedBy === 'network') this.#goOn();
  }

  #stop(): void {
    const { isImporting } = this.#phase;
    this.#phase.stop();
    this.#loop.stop();
    // A run that is killed while it stops was stopped all the same.
    this.#checkpoint.save();
    if (this.#phase.isOver) return;
    this.#beat.now();
    if (isImporting) {
      this.#intake.close();
    } else {
      this.#timers.push(this.#deps.clock.after(stopPatienceMs, () => this.#end('stopped')));
      this.#loop.abort();
      this.#loop.run();
    }
  }

  #idle(): void {
    if (this.#phase.isStopping) this.#end('stopped');
  }

  #end(how: 'stopped' | 'finished'): void {
    if (!this.#loop.flush() || this.#phase.isOver) return;
    // A run that is stopped while its last pages are read has no requests left to resume with.
    const isWhole = this.#intake.progress === null && this.#figures.queued === 0;
    this.#phase.end(isWhole ? 'finished' : how);
    this.#letGo();
  }

  #halt(what: string, error: unknown, lost = 0): void {
    if (this.#phase.isOver) return;
    this.#deps.logger.error(`${what}.`, error);
    this.#phase.end('halted', haltReason(what, error, lost));
    this.#letGo();
  }

  #letGo(): void {
    for (const cancel of this.#timers) cancel();
    this.#intake.close();
    this.#loop.close();
    this.#stopwatch.stop();
    this.#checkpoint.save();
    this.#beat.now();
    this.#beat.close();
    this.#resolveEnded();
  }

  #heartbeat(): void {
    if (this.#phase.pausedBy === null) this.#beat.changed();
  }

  #saveElapsed(): void {
    if (this.#phase.pausedBy === null) this.#checkpoint.save();
  }
}
