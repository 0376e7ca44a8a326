import { describe, expect, it } from 'vitest';
import { snapshotOf as snapshot } from '../../electron/main/testing.ts';
import type { Reply } from '../errors/trawl-error.ts';
import type { EngineMessage, HostMessage } from './port.ts';
import type { EngineEvent } from './protocol.ts';
import type { RunSnapshot, RunState } from './run.ts';
import { type EngineChild, type EngineStatus, superviseEngine } from './supervise-engine.ts';

const runId = '20250101-120000-abcd';

const snapshotOf = (state: RunState, seq: number, id = runId): RunSnapshot =>
  snapshot(id, state, { jobId: 'job', seq });

type Answer = (command: string, params: unknown) => Reply<unknown> | null;

/** An engine process that the test controls. */
function createChild(answer: Answer) {
  const calls: { command: string; params: unknown }[] = [];
  const messageListeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const exitListeners: ((code: number) => void)[] = [];
  const send = (message: EngineMessage): void => {
    for (const listener of messageListeners) listener(message);
  };
  const exit = (code: number): void => {
    for (const listener of closeListeners) listener();
    for (const listener of exitListeners) listener(code);
  };
  let killed = false;
  const child: EngineChild = {
    port: {
      postMessage(posted) {
        const message = posted as HostMessage;
        if (message.kind === 'call') calls.push(message);
        const reply =
          message.kind === 'call'
            ? answer(message.command, message.params)
            : answer('close', undefined);
        if (reply === null) return;
        queueMicrotask(() => {
          send({ kind: 'reply', id: message.id, reply });
          if (message.kind === 'close') exit(0);
        });
      },
      on(event: 'message' | 'close', listener: (message: unknown) => void) {
        if (event === 'message') messageListeners.push(listener);
        else closeListeners.push(listener as () => void);
      },
      close: () => undefined,
    },
    onExit: (listener) => exitListeners.push(listener),
    kill() {
      killed = true;
    },
  };
  const event = (news: RunSnapshot): void =>
    send({ kind: 'event', event: { kind: 'run', snapshot: news } });
  return { child, calls, exit, event, wasKilled: () => killed };
}

function setUp(answer: Answer = () => ({ ok: true, value: undefined })) {
  const children: ReturnType<typeof createChild>[] = [];
  const statuses: EngineStatus[] = [];
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();
  const events: EngineEvent[] = [];
  let nowMs = 0;
  const engine = superviseEngine({
    start() {
      const child = createChild(answer);
      children.push(child);
      return child.child;
    },
    log: { error: () => undefined },
    onStatus: (status) => statuses.push(status),
    secretsOf: async (jobId) => ({ cookies: `of ${jobId}` }),
    now: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  });
  engine.onEvent((event) => events.push(event));
  return {
    engine,
    statuses,
    events,
    children,
    timers,
    newest: () => children.at(-1) as ReturnType<typeof createChild>,
    /** Advances the clock until every timer that is due has fired and all following promises are settled. */
    async pass(ms: number) {
      nowMs += ms;
      for (const timer of [...timers].filter(({ atMs }) => atMs <= nowMs)) {
        timers.delete(timer);
        timer.callback();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('engine supervisor', () => {
  it('passes calls and events through', async () => {
    const { engine, newest, events } = setUp(() => ({ ok: true, value: { runId } }));
    const input = { kind: 'lines' as const, lines: ['https://a.example/'] };
    const rules = { name: 'a', fields: [] };
    expect(await engine.call('run.start', { jobId: null, rules, input })).toEqual({ runId });
    newest().event(snapshotOf('running', 7));
    expect(events).toEqual([{ kind: 'run', snapshot: snapshotOf('running', 7) }]);
  });

  it('starts the engine again and resumes what was running', async () => {
    const { engine, newest, children, statuses, events, pass } = setUp();
    newest().event(snapshotOf('running', 900));
    newest().event(snapshotOf('finished', 3, '20250101-120000-done'));
    newest().exit(11);
    expect(statuses.map(({ state }) => state)).toEqual(['restarting']);
    expect(children).toHaveLength(1);
    await pass(250);
    expect(children).toHaveLength(2);
    expect(newest().calls.map(({ command, params }) => [command, params])).toEqual([
      ['run.resume', { runId, secrets: { cookies: 'of job' }, asItWas: true, crashed: true }],
    ]);
    expect(statuses.at(-1)?.state).toBe('ready');
    expect(statuses.at(-1)?.message).toContain('the run goes on');
    newest().event(snapshotOf('running', 1000));
    expect(events.at(-1)).toEqual({ kind: 'run', snapshot: snapshotOf('running', 1000) });
    await engine.call('run.pause', { runId });
    expect(newest().calls.at(-1)?.command).toBe('run.pause');
  });

  it('suspects no page when the engine was ended from outside', async () => {
    const { newest, pass } = setUp();
    newest().event(snapshotOf('running', 1));
    newest().exit(9);
    await pass(250);
    expect(newest().calls.at(-1)?.params).toEqual({
      runId,
      secrets: { cookies: 'of job' },
      asItWas: true,
    });
  });

  it.each(['person', 'network', 'safeguard', 'login'] as const)(
    'brings a run that was paused by %s back as it was, and does not say that it goes on',
    async (pausedBy) => {
      const { newest, statuses, pass } = setUp();
      newest().event({ ...snapshotOf('paused', 5), pausedBy });
      newest().exit(9);
      await pass(250);
      expect(newest().calls).toMatchObject([{ command: 'run.resume', params: { asItWas: true } }]);
      expect(statuses.at(-1)?.message).not.toContain('goes on');
    },
  );

  it('shows a run that was being stopped as what it is now', async () => {
    const { newest, events, pass } = setUp(() => ({
      ok: true,
      value: snapshotOf('interrupted', 0),
    }));
    newest().event(snapshotOf('stopping', 5));
    newest().exit(1);
    await pass(250);
    expect(newest().calls.map(({ command }) => command)).toEqual(['run.snapshot']);
    const last = events.at(-1);
    expect(last?.kind === 'run' && last.snapshot.state).toBe('interrupted');
  });

  it('fails calls that were waiting, and lets later ones wait for the new process', async () => {
    const { engine, newest, pass } = setUp((command) =>
      command === 'run.stop' ? null : { ok: true, value: [] },
    );
    const cutOff = engine.call('run.stop', { runId });
    await Promise.resolve();
    newest().exit(9);
    await expect(cutOff).rejects.toMatchObject({ code: 'ENGINE_GONE', retryable: true });
    const later = engine.call('runs.list', { job: null });
    await pass(250);
    expect(await later).toEqual([]);
  });

  it('gives up after five deaths within a minute', async () => {
    const { engine, newest, children, statuses, pass } = setUp();
    for (let death = 1; death <= 5; death += 1) {
      newest().exit(11);
      await pass(5_000);
    }
    expect(children).toHaveLength(5);
    expect(statuses.at(-1)?.state).toBe('failed');
    await expect(engine.call('runs.list', { job: null })).rejects.toMatchObject({
      code: 'ENGINE_GONE',
    });
    await engine.close();
  });

  it('shows a run as cut off that can neither go on nor be read', async () => {
    const lost = { code: 'FILE_ERROR', message: 'It is gone.', retryable: false } as const;
    const { newest, events, pass } = setUp((command) =>
      command.startsWith('run.') ? { ok: false, error: lost } : { ok: true, value: undefined },
    );
    newest().event(snapshotOf('running', 4));
    newest().exit(9);
    await pass(1000);
    expect(events.at(-1)).toMatchObject({ snapshot: { state: 'interrupted', seq: 5 } });
  });

  it('shows what was running as cut off when it gives up', async () => {
    const { newest, events, pass } = setUp();
    const counts = { queued: 5, active: 2, done: 3, failed: 0, skipped: 0, total: 10 };
    for (let death = 1; death <= 5; death += 1) {
      newest().event({ ...snapshotOf('running', death), counts, ratePerSecond: 9 });
      newest().exit(9);
      await pass(5_000);
    }
    expect(events).toHaveLength(6);
    expect(events.at(-1)).toEqual({
      kind: 'run',
      snapshot: { ...snapshotOf('interrupted', 6), counts: { ...counts, queued: 7, active: 0 } },
    });
  });

  it('does not give up when the deaths are far apart', async () => {
    const { newest, children, statuses, pass } = setUp();
    for (let death = 1; death <= 8; death += 1) {
      newest().exit(11);
      await pass(20_000);
    }
    expect(children).toHaveLength(9);
    expect(statuses.at(-1)?.state).toBe('ready');
  });

  it('says so when a run cannot go on', async () => {
    const { newest, statuses, pass } = setUp((command) =>
      command === 'run.resume'
        ? { ok: false, error: { code: 'FILE_ERROR', message: 'broken', retryable: false } }
        : { ok: true, value: snapshotOf('halted', 0) },
    );
    newest().event(snapshotOf('running', 1));
    newest().exit(11);
    await pass(250);
    expect(statuses.at(-1)).toEqual({
      state: 'ready',
      message: expect.stringContaining('could not go on'),
    });
  });

  it('closes the engine, expects its end, and leaves no timer that would keep a process alive', async () => {
    const { engine, newest, statuses, children, timers, pass } = setUp();
    await engine.close();
    expect(timers.size).toBe(0);
    await pass(60_000);
    expect(newest().wasKilled()).toBe(false);
    expect(statuses).toEqual([]);
    expect(children).toHaveLength(1);
  });

  it('ends an engine that does not close in time', async () => {
    const { engine, newest, pass } = setUp(() => null);
    const closed = engine.close();
    await pass(10_000);
    await closed;
    expect(newest().wasKilled()).toBe(true);
  });
});
