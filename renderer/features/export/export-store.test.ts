import { describe, expect, it } from 'vitest';
import type { Call } from '#renderer/bridge/client.ts';
import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { EventName, Events } from '#shared/ipc/contract.ts';
import { createExportStore } from './export-store.ts';

const runId = '20250101-120000-abcd';

const progressOf = (parts: Partial<ExportProgress> = {}): ExportProgress => ({
  exportId: 'e1',
  runId,
  file: '/home/me/results.csv',
  state: 'done',
  written: 10,
  total: 10,
  rows: 10,
  bytes: 500,
  longCells: 0,
  error: null,
  ...parts,
});

/** A fake main whose answer to `export.save` is given by the test. */
function world(kept = new Map<string, string>()) {
  const sent: { command: string; params: unknown }[] = [];
  const unseen: string[] = [];
  let tell: (event: Events['engine']) => void = () => undefined;
  let settle: { yes: (value: ExportProgress | null) => void; no: (error: unknown) => void } = {
    yes: () => undefined,
    no: () => undefined,
  };
  let ids = 0;
  const call = ((command: string, params: unknown) => {
    sent.push({ command, params });
    if (command !== 'export.save') return Promise.resolve(undefined);
    return new Promise((yes, no) => {
      settle = { yes, no };
    });
  }) as Call;
  const store = createExportStore({
    call,
    on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void) => {
      if (event === 'engine') tell = listener as (payload: Events['engine']) => void;
      return () => undefined;
    },
    memory: () => ({
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => {
        kept.set(key, value);
      },
    }),
    newId: () => {
      ids += 1;
      return `e${ids}`;
    },
    onDoneUnseen: ({ file }) => unseen.push(`done ${file}`),
    onFailedUnseen: (message) => unseen.push(`failed ${message}`),
  });
  return {
    store,
    sent,
    unseen,
    kept,
    tell: (progress: ExportProgress) => tell({ kind: 'export', progress }),
    answer: (value: ExportProgress | null) => settle.yes(value),
    refuse: (error: unknown) => settle.no(error),
  };
}

describe('an export', () => {
  it('asks, writes and is done', async () => {
    const { store, tell, answer, sent } = world();
    store.open(runId);
    const saving = store.save();
    expect(store.getState().phase.kind).toBe('asking');
    tell(progressOf({ state: 'writing', written: 4 }));
    expect(store.getState().phase).toMatchObject({ kind: 'writing', progress: { written: 4 } });
    answer(progressOf());
    await saving;
    expect(store.getState().phase).toMatchObject({ kind: 'done', progress: { rows: 10 } });
    expect(sent[0]).toMatchObject({ command: 'export.save', params: { exportId: 'e1', runId } });
  });

  it('goes back to the choice when the save dialog or the writing is cancelled', async () => {
    for (const end of [null, progressOf({ state: 'cancelled' })]) {
      const { store, answer } = world();
      store.open(runId);
      const saving = store.save();
      answer(end);
      await saving;
      expect(store.getState()).toMatchObject({ phase: { kind: 'choosing' }, exportId: null });
    }
  });

  it('says why it failed, whichever way that is told', async () => {
    const told = world();
    told.store.open(runId);
    const saving = told.store.save();
    told.answer(progressOf({ state: 'failed', error: 'The disk is full.' }));
    await saving;
    expect(told.store.getState().phase).toEqual({ kind: 'failed', message: 'The disk is full.' });

    const thrown = world();
    thrown.store.open(runId);
    const again = thrown.store.save();
    thrown.refuse(new TrawlError('FILE_ERROR', 'The folder is read-only.'));
    await again;
    expect(thrown.store.getState().phase).toMatchObject({ message: 'The folder is read-only.' });
  });

  it('goes on when the dialog is closed, and tells the end elsewhere', async () => {
    const { store, answer, unseen } = world();
    store.open(runId);
    const saving = store.save();
    store.close();
    answer(progressOf());
    await saving;
    expect(unseen).toEqual(['done /home/me/results.csv']);
    expect(store.getState().phase.kind).toBe('choosing');
  });

  it('ignores news of another export, and begins no second one', async () => {
    const { store, tell, sent } = world();
    store.open(runId);
    void store.save();
    await store.save();
    tell(progressOf({ exportId: 'other', state: 'writing' }));
    expect(store.getState().phase.kind).toBe('asking');
    expect(sent).toHaveLength(1);
    store.close();
    store.open(runId);
    expect(store.getState().phase.kind).toBe('asking');
  });

  it('remembers what was chosen', () => {
    const first = world();
    first.store.choose({ delimiter: ';', bom: true });
    const second = world(first.kept);
    expect(second.store.getState().choice).toMatchObject({ delimiter: ';', bom: true });
  });

  it('keeps what was chosen for CSV while it writes another format', async () => {
    const { store, sent } = world();
    store.choose({ delimiter: ';' });
    store.choose({ format: 'json-lines', include: 'done' });
    store.open(runId);
    void store.save();
    const options = { format: { kind: 'json-lines' }, include: 'done' };
    expect(sent[0]).toMatchObject({ params: { options } });
    expect(store.getState().choice.delimiter).toBe(';');
  });

  it('falls back to the defaults when what was remembered makes no sense', () => {
    for (const text of ['not json', '{"delimiter":"x"}', 'null']) {
      const { store } = world(new Map([['trawl.export-options', text]]));
      expect(store.getState().choice).toMatchObject({ delimiter: ',', formulaGuard: true });
    }
  });
});
