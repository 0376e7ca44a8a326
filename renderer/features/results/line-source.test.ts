import { describe, expect, it } from 'vitest';
import type { ResultLine, ResultView, ResultWindow } from '#shared/engine-protocol/results.ts';
import { blockLines, LineSource } from './line-source.ts';

const arrival: ResultView = {
  sort: null,
  filter: { text: '', state: null, errorCode: null },
};
const sorted: ResultView = { ...arrival, sort: { column: 'title', descending: false } };

const lineOf = (index: number): ResultLine => ({
  lineId: index,
  requestId: index,
  place: index + 1,
  url: `https://a.test/${index}`,
  state: 'done',
  status: 200,
  finalUrl: null,
  error: null,
  ms: 1,
  bytes: 1,
  cells: [],
});

/** A run whose number of lines the test sets, a fake of AG Grid's row cache, and a clock set by hand. */
function world(view: ResultView = arrival) {
  const state = { lines: 0, nowMs: 0, queryMs: 0, rowCount: 0, reloads: 0, unseen: 0 };
  const asked: { offset: number; limit: number }[] = [];
  const filled: number[] = [];
  const errors: unknown[] = [];
  let due: { atMs: number; callback: () => void } | null = null;
  let hold: Promise<void> | null = null;
  let fail: unknown = null;
  const answer = async (offset: number, limit: number): Promise<ResultWindow> => {
    asked.push({ offset, limit });
    const total = state.lines;
    const count = Math.max(0, Math.min(limit, total - offset));
    const held = hold;
    hold = null;
    if (held) await held;
    if (fail) throw fail;
    state.nowMs += state.queryMs;
    const lines = Array.from({ length: count }, (_, index) => lineOf(offset + index));
    return {
      columns: { carried: [], fields: [], jobNames: [], types: [] },
      finished: false,
      total,
      offset,
      lines,
    };
  };
  const source = new LineSource(
    view,
    {
      setRowCount: (rows) => {
        state.rowCount = rows;
      },
      fill: (offset, lines) => {
        filled.push(...lines.map((_, index) => offset + index));
      },
      reload: () => {
        state.reloads += 1;
      },
    },
    (_view, offset, limit) => answer(offset, limit),
    {
      onTotal: (_total, unseen) => {
        state.unseen = unseen;
      },
      onError: (error) => {
        errors.push(error);
      },
    },
    {
      now: () => state.nowMs,
      after: (delayMs, callback) => {
        due = { atMs: state.nowMs + delayMs, callback };
        return () => {
          due = null;
        };
      },
    },
  );
  return {
    state,
    source,
    asked,
    filled,
    errors,
    /** The next answer waits until the returned function is called. */
    holdNextAnswer() {
      let release: () => void = () => undefined;
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    failWith(error: unknown) {
      fail = error;
    },
    /** Runs all timers that are due within `ms`, and settles the promises that follow. */
    async pass(ms: number) {
      const until = state.nowMs + ms;
      for (;;) {
        const next = due;
        if (next === null || next.atMs > until) break;
        due = null;
        state.nowMs = Math.max(state.nowMs, next.atMs);
        next.callback();
        await settle();
      }
      state.nowMs = Math.max(state.nowMs, until);
    },
  };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('a view in order of arrival', () => {
  it('fills in the new lines of the last block and raises the row count', async () => {
    const { state, source, filled, asked, pass } = world();
    state.lines = 137;
    await source.block(100);
    state.lines = 150;
    source.touch();
    await pass(0);
    expect(state.rowCount).toBe(150);
    expect(asked.at(-1)).toEqual({ offset: 100, limit: blockLines });
    expect(filled).toEqual(Array.from({ length: 50 }, (_, index) => 100 + index));
    expect(state.reloads).toBe(0);
  });

  it('completes the block where the known lines end even when many more have arrived', async () => {
    const { state, source, filled, pass } = world();
    state.lines = 37;
    await source.block(0);
    state.lines = 5000;
    source.touch();
    await pass(0);
    expect(state.rowCount).toBe(5000);
    expect(filled).toContain(99);
  });

  it('asks at most twice a second, however often it is touched', async () => {
    const { state, source, asked, pass } = world();
    for (let step = 0; step < 40; step += 1) {
      state.lines += 10;
      source.touch();
      await pass(50);
    }
    expect(asked.length).toBeLessThanOrEqual(5);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    await pass(1000);
    expect(state.rowCount).toBe(400);
  });

  it('asks less often when an answer takes long', async () => {
    const { state, source, asked, pass } = world();
    state.queryMs = 1000;
    for (let step = 0; step < 100; step += 1) {
      source.touch();
      await pass(100);
    }
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it('is silent when nothing happens', async () => {
    const { source, asked, pass } = world();
    source.touch();
    await pass(10_000);
    expect(asked.length).toBe(1);
  });

  it('never counts backwards when an answer was overtaken, and leaves no row empty', async () => {
    const { state, source, pass, holdNextAnswer } = world();
    state.lines = 30;
    await source.block(0);
    const release = holdNextAnswer();
    state.lines = 40;
    const slow = source.block(0);
    state.lines = 60;
    source.touch();
    await pass(0);
    release();
    await settle();
    const block = await slow;
    expect(block?.total).toBe(60);
    expect(block?.lines.length).toBe(60);
    expect(state.rowCount).toBe(60);
  });

  it('reloads when lines have vanished, because failed pages are tried again', async () => {
    const { state, source, pass } = world();
    state.lines = 250;
    await source.block(200);
    state.lines = 240;
    source.touch();
    await pass(0);
    expect(state.reloads).toBe(1);
    expect(state.rowCount).toBe(240);
  });
});

describe('a sorted view', () => {
  it('only counts what is new until it is asked to reload', async () => {
    const { state, source, pass } = world(sorted);
    state.lines = 100;
    await source.block(0);
    state.lines = 160;
    source.touch();
    await pass(0);
    expect([state.unseen, state.rowCount, state.reloads]).toEqual([60, 0, 0]);
    await source.reload();
    expect([state.unseen, state.rowCount, state.reloads]).toEqual([0, 160, 1]);
  });
});

describe('a view that changes', () => {
  it('drops the answers for the view before', async () => {
    const { state, source, holdNextAnswer } = world();
    state.lines = 10;
    const release = holdNextAnswer();
    const old = source.block(0);
    source.setView(sorted);
    release();
    expect(await old).toBeNull();
  });

  it('reports an error once and goes on', async () => {
    const { source, errors, failWith, state, pass } = world();
    failWith(new Error('gone'));
    expect(await source.block(0)).toBeNull();
    expect(errors).toHaveLength(1);
    failWith(null);
    state.lines = 3;
    source.touch();
    await pass(0);
    expect(state.rowCount).toBe(3);
  });

  it('asks for nothing after it is closed', async () => {
    const { source, asked, pass } = world();
    source.touch();
    source.close();
    await pass(1000);
    source.touch();
    await pass(1000);
    expect(asked).toEqual([]);
  });
});

describe('the first lines of a finished run', () => {
  const first = (total: number): ResultWindow => ({
    columns: { carried: [], fields: [], jobNames: [], types: [] },
    finished: true,
    total,
    offset: 0,
    lines: Array.from({ length: Math.min(total, blockLines) }, (_, index) => lineOf(index)),
  });

  it('are shown before the grid asks, and are not asked for when it does', async () => {
    const { state, source, filled, asked } = world(sorted);
    state.lines = 250;
    source.show(first(250));
    expect(state.rowCount).toBe(250);
    expect(filled).toHaveLength(blockLines);
    expect(await source.block(0)).toEqual({ lines: first(250).lines, total: 250 });
    expect(asked).toEqual([]);
    await source.block(0);
    expect(asked).toEqual([{ offset: 0, limit: blockLines }]);
  });

  it.each([
    ['in another view', (source: LineSource) => source.setView(arrival)],
    ['after lines have changed', (source: LineSource) => source.reload()],
  ])('are asked for %s', async (_name, change) => {
    const { state, source } = world(sorted);
    state.lines = 30;
    source.show(first(250));
    await change(source);
    expect(await source.block(0)).toMatchObject({ total: 30 });
  });
});
