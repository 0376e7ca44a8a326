import { describe, expect, it } from 'vitest';
import type { Call } from '#renderer/bridge/client.ts';
import type { RunHistory, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { EventName, Events } from '#shared/ipc/contract.ts';
import { RunSession } from './run-session.ts';
import { snapshotOf } from './snapshot.fixture.ts';

const runId = snapshotOf().runId;
const second = (tMs: number, done: number) => ({ tMs, done, failed: 0 });

/** A fake main that returns a snapshot and a history, and sends events. */
function world(
  stored: RunSnapshot | TrawlError,
  history: RunHistory = { stepMs: 1000, points: [] },
) {
  const listeners: { [E in EventName]?: (payload: Events[E]) => void } = {};
  const given = { snapshot: stored, history };
  let asked = 0;
  const call = (async (command: string) => {
    if (command === 'run.history') return given.history;
    asked += 1;
    if (given.snapshot instanceof TrawlError) throw given.snapshot;
    return given.snapshot;
  }) as Call;
  const session = new RunSession(runId, call, (event, listener) => {
    Object.assign(listeners, { [event]: listener });
    return () => {
      delete listeners[event];
    };
  });
  return {
    session,
    given,
    listeners,
    asked: () => asked,
    snapshot: () => session.feed.getState().snapshot,
    tell: (snapshot: RunSnapshot) => listeners.engine?.({ kind: 'run', snapshot }),
  };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('RunSession', () => {
  it('shows the stored snapshot and then what the engine tells of this run', async () => {
    const { session, snapshot, tell } = world(snapshotOf({ seq: 5 }));
    await settle();
    expect(snapshot()?.seq).toBe(5);
    tell(snapshotOf({ seq: 6 }));
    tell(snapshotOf({ seq: 9, runId: '20250101-120000-zzzz' }));
    tell(snapshotOf({ seq: 4 }));
    expect(snapshot()?.seq).toBe(6);
    session.close();
  });

  it('does not go back to a stored snapshot that comes late', async () => {
    const { snapshot, tell } = world(snapshotOf({ seq: 5 }));
    tell(snapshotOf({ seq: 8 }));
    await settle();
    expect(snapshot()?.seq).toBe(8);
  });

  it('asks anew when the engine is back, and takes its numbers as they are', async () => {
    const { snapshot, given, listeners, asked } = world(snapshotOf({ seq: 500 }));
    await settle();
    given.snapshot = snapshotOf({ seq: 1 });
    listeners['engine-status']?.({ state: 'ready', message: null });
    await settle();
    expect(asked()).toBe(2);
    expect(snapshot()?.seq).toBe(1);
  });

  it('says why a run cannot be shown, and shows it when it can be', async () => {
    const { session, given } = world(new TrawlError('NOT_FOUND', 'The run is gone.'));
    await settle();
    expect(session.feed.getState().problem).toBe('The run is gone.');
    given.snapshot = snapshotOf();
    await session.refresh();
    expect(session.feed.getState().problem).toBeNull();
  });

  it('goes on with the chart where the history ends', async () => {
    const counts = { ...snapshotOf().counts, done: 30, failed: 0 };
    const { session, tell } = world(snapshotOf({ seq: 1, elapsedMs: 1900, counts }), {
      stepMs: 1000,
      points: [second(0, 10), second(1000, 20)],
    });
    await settle();
    tell(snapshotOf({ seq: 2, elapsedMs: 2500, counts: { ...counts, done: 37 } }));
    tell(snapshotOf({ seq: 3, elapsedMs: 3100, counts: { ...counts, done: 37 } }));
    expect(session.rates.columns(false)[1]).toEqual([10, 20, 7]);
  });

  it('hears nothing after it is closed', async () => {
    const { session, snapshot, listeners } = world(snapshotOf({ seq: 5 }));
    await settle();
    session.close();
    expect(listeners).toEqual({});
    expect(snapshot()?.seq).toBe(5);
  });

  it('asks for the rates of a short run again, which may be over before they were followed', async () => {
    const { session, given, tell } = world(snapshotOf({ seq: 1, state: 'running' }));
    await settle();
    given.history = { stepMs: 1000, points: [second(0, 12)] };
    tell(snapshotOf({ seq: 2, state: 'finished', elapsedMs: 900 }));
    await settle();
    expect(session.rates.columns(true)[1]).toEqual([12]);
    session.close();
  });
});
