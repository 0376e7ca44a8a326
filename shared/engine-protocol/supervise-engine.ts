import { TrawlError } from '../errors/trawl-error.ts';
import { createEngineClient } from './engine-client.ts';
import { LiveRuns, type TakenUp } from './live-runs.ts';
import type { EnginePort } from './port.ts';
import type {
  EngineApi,
  EngineCommand,
  EngineEvent,
  EngineParams,
  EngineReply,
  RunSecrets,
} from './protocol.ts';

/** The engine's process. `port` reports `close` when it has ended. */
export interface EngineChild {
  readonly port: EnginePort;
  /** @param listener receives the exit code, or the number of the signal that ended it */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** The process ended unexpectedly: it is being started again, is back, or is given up. */
export type EngineStatus =
  | { readonly state: 'ready'; readonly message: string | null }
  | { readonly state: 'restarting' | 'failed'; readonly message: string };

interface SupervisorParts {
  start(): EngineChild;
  readonly log: { error(message: string, error?: unknown): void };
  onStatus(status: EngineStatus): void;
  /** The secrets that a run of this job receives when it is resumed. */
  secretsOf(jobId: string | null): Promise<RunSecrets>;
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls `callback` once; the returned function cancels the timer. */
  after(delayMs: number, callback: () => void): () => void;
}

const maxQuickDeaths = 5;
const quickDeathsMs = 60_000;
const firstRestartMs = 250;
const closeDeadlineMs = 10_000;

/**
 * The exit codes of a process that was ended from outside (SIGINT, SIGKILL, SIGTERM): by a person, by the
 * system or for lack of memory. Every other end is a crash, and a page may be its cause.
 */
const endedFromOutside: readonly number[] = [2, 9, 15];

/**
 * The engine in a process of its own, with the same interface as the library. When the process ends
 * unexpectedly, it is started again, and every active run continues from its committed state; calls that were
 * waiting fail with ENGINE_GONE, later ones wait for the new process.
 */
export function superviseEngine(parts: SupervisorParts): EngineApi {
  const supervisor = new EngineSupervisor(parts);
  return {
    call: (command, params) => supervisor.call(command, params),
    onEvent: (listener) => supervisor.onEvent(listener),
    close: () => supervisor.close(),
  };
}

class EngineSupervisor implements EngineApi {
  readonly #parts: SupervisorParts;
  readonly #runs: LiveRuns;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #deaths: number[] = [];
  /** Calls that wait for a process. */
  readonly #waiting: (() => void)[] = [];
  /** The engine has crashed, and its runs have not been resumed since. */
  #crashed = false;
  #closing = false;
  #failed = false;
  #child: EngineChild;
  /** Null while no process runs. */
  #engine: EngineApi | null = null;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#runs = new LiveRuns({
      log: parts.log,
      secretsOf: parts.secretsOf,
      show: (snapshot) => this.#receive({ kind: 'run', snapshot }),
    });
    this.#child = parts.start();
    this.#run();
  }

  async call<C extends EngineCommand>(
    command: C,
    params: EngineParams<C>,
  ): Promise<EngineReply<C>> {
    const reply = await (await this.#whenRunning()).call(command, params);
    if (command === 'run.start') {
      const { jobId } = params as EngineParams<'run.start'>;
      const { runId } = reply as EngineReply<'run.start'>;
      this.#runs.started(runId, jobId);
    }
    return reply;
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Gives the engine ten seconds to commit its work, then kills it: a run's file survives that. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    this.#wakeCalls();
    const current = this.#engine;
    if (current === null) return;
    const ended = new Promise<void>((resolve) => this.#child.onExit(() => resolve()));
    let cancel = (): void => undefined;
    const deadline = new Promise<void>((resolve) => {
      cancel = this.#parts.after(closeDeadlineMs, resolve);
    });
    await Promise.race([current.close().then(() => ended), deadline]);
    cancel();
    if (this.#engine === null) return;
    this.#parts.log.error('The engine did not end in time and was ended');
    this.#child.kill();
  }

  #receive(event: EngineEvent): void {
    if (event.kind === 'run') this.#runs.heard(event.snapshot);
    for (const listener of this.#listeners) listener(event);
  }

  #run(): void {
    this.#engine = createEngineClient(this.#child.port);
    this.#engine.onEvent((event) => this.#receive(event));
    this.#child.onExit((code) => this.#died(code));
    this.#wakeCalls();
  }

  #wakeCalls(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #whenRunning(): Promise<EngineApi> {
    while (this.#engine === null) {
      if (this.#failed || this.#closing) throw new TrawlError('ENGINE_GONE', failedSentence);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.#engine;
  }

  #died(code: number): void {
    const { log, onStatus, after } = this.#parts;
    this.#engine = null;
    if (this.#closing) return;
    log.error(`The engine ended by itself with exit code ${code}`);
    this.#crashed ||= !endedFromOutside.includes(code);
    const quickDeaths = this.#countDeath();
    if (quickDeaths >= maxQuickDeaths) {
      this.#failed = true;
      this.#wakeCalls();
      onStatus({ state: 'failed', message: failedSentence });
      // The runs are not resumed by an engine now: they are shown as the next start of the app finds them.
      this.#runs.cutOffAll();
      return;
    }
    onStatus({
      state: 'restarting',
      message:
        'The part of Trawl that fetches pages ended by itself and is being started again. Nothing that was done is lost.',
    });
    after(firstRestartMs * 2 ** (quickDeaths - 1), () => this.#restart());
  }

  /** The number of crashes within the last minute. */
  #countDeath(): number {
    const atMs = this.#parts.now();
    this.#deaths.push(atMs);
    while ((this.#deaths[0] ?? atMs) < atMs - quickDeathsMs) this.#deaths.shift();
    return this.#deaths.length;
  }

  #restart(): void {
    if (this.#closing) return;
    this.#child = this.#parts.start();
    this.#run();
    void this.#goOn().then((message) => {
      if (message !== null) this.#parts.onStatus({ state: 'ready', message });
    });
  }

  /** Resumes the runs. Null when the engine died again meanwhile: the next engine tries again. */
  async #goOn(): Promise<string | null> {
    const mine = this.#engine;
    if (mine === null) return null;
    const outcomes = await this.#runs.takeUp(mine, {
      crashed: this.#crashed,
      isGone: () => this.#engine !== mine,
    });
    if (this.#engine !== mine) return null;
    this.#crashed = false;
    return sentenceOf(outcomes);
  }
}

function sentenceOf(outcomes: readonly TakenUp[]): string {
  const resumed = outcomes.filter((outcome) => outcome === 'resumed').length;
  const lost = outcomes.filter((outcome) => outcome === 'failed').length;
  if (lost > 0) return 'Trawl is fetching again, but a run could not go on. Resume it by hand.';
  if (resumed === 0) return 'The part of Trawl that fetches pages is running again.';
  return resumed === 1
    ? 'The part of Trawl that fetches pages is running again, and the run goes on.'
    : `The part of Trawl that fetches pages is running again, and ${resumed} runs go on.`;
}

const failedSentence =
  'The part of Trawl that fetches pages ended five times within a minute, so it was not started again. Nothing that was done is lost: restart Trawl and resume the run.';
