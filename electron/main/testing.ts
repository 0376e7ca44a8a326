import type {
  EngineApi,
  EngineCommand,
  EngineEvent,
  EngineReply,
} from '#shared/engine-protocol/protocol.ts';
import type { RequestCounts, RunSnapshot, RunState } from '#shared/engine-protocol/run.ts';

/** Shared helpers of main's tests: snapshots, and an engine whose answers the test sets. */

export const noRequests: RequestCounts = {
  queued: 0,
  active: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  total: 0,
};

export function snapshotOf(
  runId: string,
  state: RunState,
  more: Partial<RunSnapshot> = {},
): RunSnapshot {
  return {
    runId,
    jobId: null,
    seq: 1,
    state,
    stateReason: null,
    pausedBy: null,
    skippedByRobots: 0,
    notUrls: 0,
    warnings: [],
    unmatched: 0,
    chains: null,
    pages: null,
    readsFrom: null,
    rendering: null,
    proxies: [],
    perHost: 8,
    counts: noRequests,
    rows: 0,
    ratePerSecond: 0,
    failedPerSecond: 0,
    etaMs: null,
    elapsedMs: 0,
    bytes: 0,
    statusClasses: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 },
    retries: 0,
    concurrency: 1,
    hosts: [],
    hostCount: 0,
    errors: [],
    limit: { kind: 'none' },
    way: null,
    importing: null,
    ...more,
  };
}

type Answers = {
  readonly [C in EngineCommand]?: (params: never) => EngineReply<C> | Promise<EngineReply<C>>;
};

export function createFakeEngine(answers: Answers = {}) {
  const calls: { readonly command: EngineCommand; readonly params: unknown }[] = [];
  const listeners: ((event: EngineEvent) => void)[] = [];
  const engine: EngineApi = {
    async call(command, params) {
      calls.push({ command, params });
      const answer = answers[command] as ((params: unknown) => never) | undefined;
      if (answer === undefined) throw new Error(`No answer for ${command}`);
      return answer(params);
    },
    onEvent(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    close: () => Promise.resolve(),
  };
  const emitEvent = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const emit = (snapshot: RunSnapshot): void => emitEvent({ kind: 'run', snapshot });
  return { engine, calls, emit, emitEvent };
}
