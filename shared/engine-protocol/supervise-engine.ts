import { TrawlError } from '../errors/trawl-error.ts';
import { createEngineClient } from './engine-client.ts';
import type { EnginePort } from './port.ts';
import type {
  EngineApi,
  EngineCommand,
  EngineEvent,
  EngineParams,
  EngineReply,
  RunSecrets,
} from './protocol.ts';
import type { RunSnapshot, RunState } from './run.ts';

/** The engine's process. `port` reports `close` when it has ended. */
export interface EngineChild {
  readonly port: EnginePort;
  /** @param listener gets the exit code, or the number of the signal that ended it */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

/** The process ended by itself: it is being started again, is back, or is given up. */
export type EngineStatus =
  | { readonly state: 'ready'; readonly message: string | null }
  | { readonly state: 'restarting' | 'failed'; readonly message: string };

export interface SupervisorParts {
  start(): EngineChild;
  readonly log: { error(message: string, error?: unknown): void };
  onStatus(status: EngineStatus): void;
  /** What a run of this job is handed when it is taken up again. */
  secretsOf(jobId: string | null): Promise<RunSecrets>;
  /** Milliseconds that never go back. */
  now(): number;
  /** Calls back once; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

const maxQuickDeaths = 5;
const quickDeathsMs = 60_000;
const firstRestartMs = 250;
const closeDeadlineMs = 10_000;

/**
 * The exit codes of a process that was ended from outside (SIGINT, SIGKILL, SIGTERM), by a person, the
 * system or the want of memory. Every other end is a crash, of which a page may be the cause.
 */
const endedFromOutside: readonly number[] = [2, 9, 15];

interface LiveRun extends Pick<RunSnapshot, 'jobId' | 'state'> {
  /** Null until there is one. */
  readonly snapshot: RunSnapshot | null;
}

/**
 * The engine in a process of its own, with the same face as the library. When the process ends by
 * itself it is started again, and every run that was going on goes on from what is committed; calls
 * that were waiting fail with ENGINE_GONE, later ones wait for the new process.
 */
export function superviseEngine(parts: SupervisorParts): EngineApi {
  const { start, log, onStatus, secretsOf, now, after } = parts;
  const listeners = new Set<(event: EngineEvent) => void>();
  /** The unfinished runs of this engine, by their newest snapshot. */
  const live = new Map<string, LiveRun>();
  const deaths: number[] = [];
  /** The engine has crashed, and its runs have not gone on since. */
  let crashed = false;
  let closing = false;
  let failed = false;
  let child = start();
  let engine: EngineApi | null = null;
  const waiting: (() => void)[] = [];

  const receive = (event: EngineEvent): void => {
    if (event.kind === 'run') {
      const { snapshot } = event;
      const { runId, jobId, state } = snapshot;
      if (isUnfinished(state)) live.set(runId, { jobId, state, snapshot });
      else live.delete(runId);
    }
    for (const listener of listeners) listener(event);
  };
  const run = (): void => {
    engine = createEngineClient(child.port);
    engine.onEvent(receive);
    child.onExit(died);
    wakeCalls();
  };
  const wakeCalls = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  const whenRunning = async (): Promise<EngineApi> => {
    while (engine === null) {
      if (failed || closing) throw new TrawlError('ENGINE_GONE', failedSentence);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return engine;
  };

  const died = (code: number): void => {
    engine = null;
    if (closing) return;
    log.error(`The engine ended by itself with exit code ${code}`);
    crashed ||= !endedFromOutside.includes(code);
    const at = now();
    deaths.push(at);
    while ((deaths[0] ?? at) < at - quickDeathsMs) deaths.shift();
    if (deaths.length >= maxQuickDeaths) {
      failed = true;
      wakeCalls();
      onStatus({ state: 'failed', message: failedSentence });
      // No engine resumes them now: they are shown as the next start finds them.
      for (const { snapshot } of live.values()) {
        if (snapshot !== null) receive({ kind: 'run', snapshot: cutOff(snapshot) });
      }
      return;
    }
    onStatus({
      state: 'restarting',
      message:
        'The part of Trawl that fetches pages ended by itself and is being started again. Nothing that was done is lost.',
    });
    after(firstRestartMs * 2 ** (deaths.length - 1), restart);
  };
  const restart = (): void => {
    if (closing) return;
    child = start();
    run();
    void goOn().then((message) => {
      if (message !== null) onStatus({ state: 'ready', message });
    });
  };
  /**
   * Resumes what was running; what was paused is there again, paused. Null when the engine died again
   * meanwhile: the next one tries.
   */
  const goOn = async (): Promise<string | null> => {
    const mine = engine;
    const outcomes = await Promise.all([...live].map(([runId, run]) => takeUp(runId, run)));
    if (engine === null || engine !== mine) return null;
    crashed = false;
    const resumed = outcomes.filter((outcome) => outcome === 'resumed').length;
    const lost = outcomes.filter((outcome) => outcome === 'failed').length;
    if (lost > 0) return 'Trawl is fetching again, but a run could not go on. Resume it by hand.';
    if (resumed === 0) return 'The part of Trawl that fetches pages is running again.';
    return resumed === 1
      ? 'The part of Trawl that fetches pages is running again, and the run goes on.'
      : `The part of Trawl that fetches pages is running again, and ${resumed} runs go on.`;
  };
  const takeUp = async (
    runId: string,
    { jobId, state, snapshot }: LiveRun,
  ): Promise<'resumed' | 'shown' | 'failed'> => {
    const current = engine;
    if (current === null) return 'failed';
    const resume = state !== 'stopping';
    try {
      if (resume) {
        const secrets = await secretsOf(jobId);
        const crash = crashed ? { crashed } : {};
        await current.call('run.resume', { runId, secrets, asItWas: true, ...crash });
        return state === 'paused' ? 'shown' : 'resumed';
      }
    } catch (error) {
      if (engine !== current) return 'failed';
      log.error(`Run ${runId} could not go on`, error);
    }
    // What the page last saw of it is not true any more.
    try {
      receive({ kind: 'run', snapshot: await current.call('run.snapshot', { runId }) });
      return resume ? 'failed' : 'shown';
    } catch (error) {
      if (engine !== current) return 'failed';
      log.error(`Run ${runId} cannot be read`, error);
      if (snapshot !== null) receive({ kind: 'run', snapshot: cutOff(snapshot) });
      return 'failed';
    }
  };

  run();
  return {
    async call<C extends EngineCommand>(command: C, params: EngineParams<C>) {
      const reply = await (await whenRunning()).call(command, params);
      if (command === 'run.start') {
        const { jobId } = params as EngineParams<'run.start'>;
        const { runId } = reply as EngineReply<'run.start'>;
        live.set(runId, { jobId, state: 'importing', snapshot: null });
      }
      return reply;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Gives the engine ten seconds to commit everything, then ends it: a run file bears that. */
    async close() {
      if (closing) return;
      closing = true;
      wakeCalls();
      const current = engine;
      if (current === null) return;
      const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
      let cancel = (): void => undefined;
      const deadline = new Promise<void>((resolve) => {
        cancel = after(closeDeadlineMs, resolve);
      });
      await Promise.race([current.close().then(() => ended), deadline]);
      cancel();
      if (engine === null) return;
      log.error('The engine did not end in time and was ended');
      child.kill();
    },
  };
}

function isUnfinished(state: RunState): boolean {
  return state === 'importing' || state === 'running' || state === 'paused' || state === 'stopping';
}

/** A run whose engine died and does not come back. What was under way stands in the file as queued. */
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

const failedSentence =
  'The part of Trawl that fetches pages ended five times within a minute, so it was not started again. Nothing that was done is lost: restart Trawl and resume the run.';
