import { definedOf } from '#shared/defined-of.ts';
import type { PausedBy } from '#shared/engine-protocol/run.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import type { ResolvedOptions } from '#shared/job/defaults.ts';
import type { LiveChange } from '#shared/job/live-options.ts';
import type { FetchRules } from '../../ports/fetcher.ts';
import type { Growth } from '../../ports/run-ledger.ts';

import { fetchRules } from '../fetch-rules.ts';
import { NetworkGuard } from '../guards/network-guard.ts';
import { Safeguard } from '../guards/safeguard.ts';
import { SessionGuard } from '../guards/session-guard.ts';
import { SocketShortage } from '../guards/socket-shortage.ts';
import type { WarnedHealth } from '../health/health-warnings.ts';
import { RunHealth } from '../health/run-health.ts';
import { HostGates } from '../manners/host-gates.ts';
import { createRobotsFiles } from '../manners/robots-files.ts';
import type { Booking } from '../schedule/booking.ts';
import { Scheduler } from '../schedule/scheduler.ts';
import { CommitQueue } from './commit-queue.ts';
import type { UrlOutcome } from './counters.ts';
import type { Figures } from './figures.ts';
import { Pipeline } from './pipeline.ts';
import { Pump } from './pump.ts';
import type { RunDeps } from './run-deps.ts';
import { createRendering, type Rendering } from './run-rendering.ts';

/** The calls of the loop to the run that it belongs to. */
interface FetchLoopOwner {
  /** Whether requests may be started. */
  mayFetch(): boolean;
  /** Whether the run is paused because the network is down: then one request at a time tests the network. */
  mayProbe(): boolean;
  elapsedMs(): number;
  /** A value that a snapshot shows has changed. */
  onChanged(): void;
  /** Nothing is under way any more, while nothing may be started. */
  onIdle(): void;
  /** Every request is over, and its outcome is in the run's file. */
  onDrained(): void;
  /** A guard requests a pause, or has more to say about its own. */
  onDoubt(by: Exclude<PausedBy, 'person'>, reason: string): void;
  /** The network is back. */
  onNetworkBack(): void;
  /** The run cannot go on. `lost`: outcomes that could not be saved. */
  onFailed(what: string, error: unknown, lost: number): void;
}

/** Brings the requests of a run from its queue to their outcomes in its file, until none is left. */
export class FetchLoop {
  readonly #deps: RunDeps;
  #options: ResolvedOptions;
  readonly #figures: Figures;
  readonly #owner: FetchLoopOwner;
  readonly #gates: HostGates;
  readonly #scheduler: Scheduler;
  readonly #network: NetworkGuard;
  readonly #sockets: SocketShortage;
  readonly #safeguard: Safeguard;
  /** Null if the job has no log-in. */
  readonly #session: SessionGuard | null;
  readonly #rendering: Rendering | null;
  /** Null for a run of a version that did not watch its results: its late rows alone would mislead. */
  readonly #health: RunHealth | null;
  readonly #pipeline: Pipeline;
  readonly #commits: CommitQueue;
  readonly #pump: Pump;
  /** Requests that may have crashed the engine are run one at a time, before all others. */
  #isCareful = false;

  constructor(deps: RunDeps, figures: Figures, owner: FetchLoopOwner) {
    const { ledger, clock, random, options, robots } = deps;
    this.#deps = deps;
    this.#options = options;
    this.#figures = figures;
    this.#owner = owner;
    this.#gates = new HostGates(robots !== null);
    this.#scheduler = new Scheduler({
      source: ledger,
      clock,
      random,
      limits: options,
      gates: this.#gates,
      onReady: () => this.run(),
    });
    this.#network = this.#networkGuard();
    this.#sockets = this.#socketShortage();
    this.#session = deps.logIn ? new SessionGuard(deps.logIn, ledger) : null;
    const known = ledger.health();
    const isOld = known === null && ledger.counts().done > 0;
    this.#health = isOld
      ? null
      : new RunHealth(deps.fields ?? [], known, (field) => ledger.valuesOf(field));
    this.#safeguard = new Safeguard(deps.elapsedMs > 0);
    this.#rendering = createRendering(
      deps,
      () => this.#options,
      () => owner.onChanged(),
    );
    this.#pipeline = this.#newPipeline();
    this.#commits = new CommitQueue({
      commit: (outcomes) =>
        ledger.commit(
          outcomes,
          owner.elapsedMs(),
          this.#rendering?.choice?.takeChanges(),
          this.#health?.committing(outcomes),
        ),
      clock,
      onCommitted: (outcomes, growth, tookMs) => this.#committed(outcomes, growth, tookMs),
      onFailed: (error, lost) => owner.onFailed('The results could not be saved', error, lost),
    });
    this.#pump = new Pump({
      clock,
      next: () => (this.#mayStart ? this.#scheduler.next() : null),
      start: (booking) => this.#start(booking),
      onTurn: () => this.run(),
    });
  }

  /** The limits of the scheduler and its active requests and hosts, for snapshots. */
  get scheduler(): Pick<Scheduler, 'active' | 'hosts' | 'limits'> {
    return this.#scheduler;
  }

  /**
   * The number of connections at once for which this computer seems to have room; null if there is no
   * shortage.
   */
  get roomFor(): number | null {
    return this.#sockets.allowed;
  }

  /** Null for a run that renders no pages. */
  get rendering(): Rendering | null {
    return this.#rendering;
  }

  /** How good the result is so far; cheap. Null for a run of a version that did not watch it. */
  get health(): WarnedHealth | null {
    return this.#health?.warned ?? null;
  }

  get pagesUnderWay(): number {
    return this.#pipeline.pagesUnderWay;
  }

  get isCongested(): boolean {
    return this.#pipeline.isCongested;
  }

  /** @throws the errors of the ledger */
  begin(): void {
    if (this.#session !== null) this.#deps.ledger.requeueFailed('LOGIN_ASKED');
    this.#isCareful = this.#deps.ledger.suspects > 0;
  }

  /**
   * Starts all requests that may start, and detects the end. To be called after every change that may allow
   * a start or bring the end.
   */
  run(): void {
    try {
      if (!this.#pump.run()) return;
      // A slot is free and nothing more can start as it is: what has been read may lead to pages that can.
      if (this.#commits.leads && this.#mayStart && this.#hasFreeSlot) {
        if (!this.#commits.flush() || !this.#pump.run()) return;
      }
    } catch (error) {
      this.#owner.onFailed('The queue of the run could not be read', error, 0);
      return;
    }
    if (this.#pipeline.underWay > 0) return;
    if (this.#owner.mayFetch()) {
      this.#judge();
      return;
    }
    if (this.#session?.asks) this.#takeBackLogIns();
    this.#owner.onIdle();
  }

  /** Starts no new requests; those under way continue. Returns whether all earlier outcomes are saved. */
  pause(): boolean {
    this.#scheduler.pause();
    return this.#commits.flush();
  }

  unpause(): void {
    this.#scheduler.unpause();
    if (this.#session?.goOn()) this.#takeBackLogIns();
    this.run();
  }

  /** The network was down when the engine that drove the run was cut off: probes start again. */
  networkWasDown(): void {
    this.#network.wasDown();
  }

  /** The person has resumed the run: earlier observations of the network are dropped. */
  forgetNetwork(): void {
    this.#network.reset();
  }

  /** Starts no more requests. */
  stop(): void {
    this.#network.close();
    this.#sockets.close();
    this.#scheduler.close();
  }

  /** Aborts the fetches under way; pages that are being extracted continue to their outcomes. */
  abort(): void {
    this.#pipeline.abort();
  }

  /** Saves the outcomes that wait, at the end of the run. Returns false if that failed (`onFailed` was called then). */
  flush(): boolean {
    if (!this.#commits.flush()) return false;
    if (this.#session?.asks) this.#takeBackLogIns();
    return true;
  }

  setOptions(change: LiveChange): void {
    const { concurrency, ...others } = definedOf(change);
    this.#options = { ...this.#options, ...definedOf(change) };
    // Where this computer has no room for more connections, fewer are used than are wanted.
    if (concurrency !== undefined) this.#sockets.want(concurrency);
    this.#scheduler.setLimits(others);
    this.#pipeline.setRules(fetchRules(this.#options));
  }

  /** Queues failed requests again, all or those of one code, and returns their number. */
  retryFailed(code: ErrorCode | null): number {
    if (!this.#commits.flush()) return 0;
    const queued = this.#deps.ledger.requeueFailed(code);
    if (queued === 0) return 0;
    this.#figures.recount();
    this.#scheduler.sourceChanged();
    return queued;
  }

  /**
   * Applies the decision of a person to the pages of a template; null: the evidence decides, from the
   * beginning. Returns false for a run that does not decide by templates.
   */
  overrule(template: string, decision: 'always' | 'never' | null): boolean {
    const choice = this.#rendering?.choice ?? null;
    if (choice === null) return false;
    choice.overrule(template, decision);
    try {
      this.#deps.ledger.commit([], this.#owner.elapsedMs(), choice.takeChanges());
    } catch (error) {
      this.#owner.onFailed('The run could not be saved', error, 0);
    }
    return true;
  }

  /** Drops the requests under way and the outcomes that are not saved. */
  close(): void {
    this.stop();
    this.#pump.close();
    this.#pipeline.close();
    this.#commits.close();
  }

  get #hasFreeSlot(): boolean {
    return this.#scheduler.active < this.#scheduler.limits.concurrency;
  }

  get #mayStart(): boolean {
    if (!this.#owner.mayFetch() || this.#pipeline.isCongested || this.#sockets.waits) return false;
    return !this.#isCareful || this.#pipeline.underWay === 0;
  }

  #start(booking: Booking): void {
    this.#figures.started(booking.host);
    if (booking.kind === 'page') this.#deps.ledger.started(booking.request.id);
    this.#pipeline.start(booking);
    this.#owner.onChanged();
  }

  /**
   * Called when nothing is under way and nothing can start now: either all is over, or requests wait for
   * their time.
   */
  #judge(): void {
    // No answer is under way that could explain the failures that the network guard keeps.
    if (this.#network.release() || !this.#scheduler.isDrained) return;
    // An outcome may queue more requests; it does so when it is committed.
    if (!this.#commits.flush()) return;
    if (!this.#scheduler.isDrained) this.run();
    else if (this.#asksForLogIn(true)) this.#takeBackLogIns();
    else if (this.#isCareful) this.#acquit();
    else this.#owner.onDrained();
  }

  /** The requests under suspicion are over: all others follow. */
  #acquit(): void {
    try {
      this.#deps.ledger.acquit();
    } catch (error) {
      this.#owner.onFailed('The run could not be saved', error, 0);
      return;
    }
    this.#isCareful = false;
    this.#scheduler.sourceChanged();
    this.run();
  }

  #committed(outcomes: readonly UrlOutcome[], growth: Growth, tookMs: number): void {
    this.#figures.committed(outcomes, growth, tookMs);
    this.#scheduler.release(outcomes.map(({ requestId }) => requestId));
    if (growth.hosts.length > 0) this.#scheduler.grown(growth.hosts);
    this.#owner.onChanged();
  }

  #outcome(found: UrlOutcome, tried: boolean): void {
    this.#deps.ledger.ended(found.requestId);
    const outcome = tried ? this.#withoutLogIn(found) : found;
    this.#health?.arrived(outcome);
    this.#commits.add(outcome);
    if (outcome.failure?.code === 'LOGIN_ASKED' && this.#asksForLogIn(false)) return;
    const doubt = tried ? this.#safeguard.settled(outcome) : null;
    if (!this.#options.safeguard || this.#waiting === 0) return;
    if (doubt !== null) this.#owner.onDoubt('safeguard', doubt);
    else if (this.#owner.mayFetch()) this.#doubtResults(outcome);
  }

  #doubtResults(outcome: UrlOutcome): void {
    const doubt = this.#health?.doubt(outcome) ?? null;
    if (doubt !== null) this.#owner.onDoubt('results', doubt);
  }

  /** Returns whether the session has ended; then a pause was requested. */
  #asksForLogIn(atEnd: boolean): boolean {
    const session = this.#options.safeguard ? this.#session : null;
    const reason = session?.reason(atEnd) ?? null;
    if (session === null || reason === null) return false;
    // During a pause for another reason nothing is asked; the next such page asks.
    if (!session.asks && !this.#owner.mayFetch()) return false;
    // First, since the run may be stopped from within the call.
    session.asked();
    this.#owner.onDoubt('login', reason);
    return true;
  }

  /** A page that shows a log-in has failed, and has no rows. */
  #withoutLogIn(found: UrlOutcome): UrlOutcome {
    try {
      return this.#session?.settled(found) ?? found;
    } catch (error) {
      this.#owner.onFailed('The run could not be saved', error, 0);
      return found;
    }
  }

  /**
   * Queues the pages again that showed a log-in. They have no rows. Until then they are failed ones in the
   * run's file, and those that a killed process left there are queued when the run begins.
   */
  #takeBackLogIns(): void {
    try {
      if (this.retryFailed('LOGIN_ASKED') > 0) this.#owner.onChanged();
    } catch (error) {
      this.#owner.onFailed('The run could not be saved', error, 0);
    }
  }

  /** Requests that are neither under way nor over. */
  get #waiting(): number {
    return this.#figures.queued - this.#commits.size - this.#pipeline.pagesUnderWay;
  }

  #networkGuard(): NetworkGuard {
    const { ledger, clock, proxies } = this.#deps;
    return new NetworkGuard({
      clock,
      hasAnswers: () => this.#figures.hasAnswers,
      throughProxies: (proxies?.() ?? []).length > 0,
      suspend: (booking) => {
        ledger.ended(booking.request.id);
        this.#scheduler.suspend(booking);
      },
      putBack: (booking) => this.#putBack(booking),
      onDown: (reason) => this.#owner.onDoubt('network', reason),
      onUp: () => this.#owner.onNetworkBack(),
      probe: () => {
        const booking = this.#owner.mayProbe() ? this.#scheduler.probe() : null;
        if (booking !== null) this.#start(booking);
        return booking?.kind === 'ruled-out' ? null : booking;
      },
    });
  }

  #socketShortage(): SocketShortage {
    const { clock, options } = this.#deps;
    return new SocketShortage({
      clock,
      wanted: options.concurrency,
      active: () => this.#scheduler.active,
      setConcurrency: (concurrency) => this.#scheduler.setLimits({ concurrency }),
      putBack: (booking) => this.#putBack(booking),
      onReady: () => this.run(),
    });
  }

  #putBack(booking: Booking): void {
    this.#deps.ledger.ended(booking.request.id);
    this.#scheduler.settle(booking, { kind: 'put-back' });
    this.#owner.onChanged();
  }

  #newPipeline(): Pipeline {
    const { fetcher, extractor, ledger, clock, random, timeOfDay, logger, options } = this.#deps;
    const rules = (): FetchRules => fetchRules(this.#options);
    const retries = (): number => this.#scheduler.limits.retries;
    const { robots: reader } = this.#deps;
    return new Pipeline({
      fetcher,
      extractor,
      rules: rules(),
      keepsPages: options.keepPages,
      oneByOne: options.way === 'sequential',
      scheduler: this.#scheduler,
      network: this.#network,
      sockets: this.#sockets,
      robots:
        reader &&
        createRobotsFiles({ fetcher, rules, gates: this.#gates, reader, clock, random, retries }),
      rendering: this.#rendering?.pages ?? null,
      nextPages: this.#deps.nextPages ?? null,
      answerFields: this.#deps.answerFields ?? false,
      clock,
      timeOfDay,
      logger,
      onOutcome: (outcome, tried) => this.#outcome(outcome, tried),
      onRetry: (requestId) => {
        ledger.ended(requestId);
        this.#figures.retried();
        this.#owner.onChanged();
      },
      onRoom: () => this.run(),
    });
  }
}
