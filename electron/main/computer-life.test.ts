import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#shared/ipc/job-library.ts';
import { type Computer, followComputer } from './computer-life.ts';
import { createRunBoard } from './run-board.ts';
import { createFakeEngine, snapshotOf } from './testing.ts';

const log = { info: () => undefined, error: () => undefined };
const [first, second] = ['20250101-120000-aaaa', '20250101-120000-bbbb'] as const;

function setUp() {
  const { engine, calls, emit } = createFakeEngine({
    'run.pause': () => undefined,
    'run.unpause': ({ runId }: { runId: string }) => {
      if (runId === second) throw new Error('This run is not running any more.');
      return undefined;
    },
  });
  const runs = createRunBoard(engine, log);
  const seen = { awake: false, held: 0, quits: 0 };
  const tell: Record<'suspend' | 'resume' | 'shutdown', () => void> = {
    suspend: () => undefined,
    resume: () => undefined,
    shutdown: () => undefined,
  };
  const computer: Computer = {
    onSuspend: (listener) => {
      tell.suspend = listener;
    },
    onResume: (listener) => {
      tell.resume = listener;
    },
    onShutdown: (listener) => {
      tell.shutdown = () =>
        listener(() => {
          seen.held += 1;
        });
    },
    keepAwake: () => {
      expect(seen.awake).toBe(false);
      seen.awake = true;
      return () => {
        seen.awake = false;
      };
    },
  };
  let settings: Settings = defaultSettings;
  const listeners: ((settings: Settings) => void)[] = [];
  followComputer({
    computer,
    engine,
    runs,
    settings: { get: () => settings, onChange: (listener) => listeners.push(listener) },
    quit: () => {
      seen.quits += 1;
    },
    log,
  });
  const set = (keepAwake: boolean): void => {
    settings = { ...settings, keepAwake };
    for (const listener of listeners) listener(settings);
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const commands = () => calls.map(({ command, params }) => [command, params]);
  return { emit, seen, tell, set, settle, commands };
}

describe('the life of the computer', () => {
  it('keeps it awake while a run is active, as the setting says', () => {
    const { emit, seen, set } = setUp();
    expect(seen.awake).toBe(false);
    emit(snapshotOf(first, 'running'));
    emit(snapshotOf(second, 'importing'));
    expect(seen.awake).toBe(true);
    emit(snapshotOf(first, 'finished'));
    expect(seen.awake).toBe(true);
    set(false);
    expect(seen.awake).toBe(false);
    set(true);
    expect(seen.awake).toBe(true);
    emit(snapshotOf(second, 'paused', { pausedBy: 'person' }));
    expect(seen.awake).toBe(false);
  });

  it('holds what runs while it sleeps, and nothing that a person paused goes on after it', async () => {
    const { emit, tell, settle, commands } = setUp();
    emit(snapshotOf(first, 'running'));
    emit(snapshotOf(second, 'paused', { pausedBy: 'person' }));
    tell.suspend();
    await settle();
    tell.resume();
    await settle();
    tell.resume();
    await settle();
    expect(commands()).toEqual([
      ['run.pause', { runId: first }],
      ['run.unpause', { runId: first }],
    ]);
  });

  it('bears that a run has ended meanwhile', async () => {
    const { emit, tell, settle, commands } = setUp();
    emit(snapshotOf(second, 'running'));
    emit(snapshotOf(first, 'running'));
    tell.suspend();
    await settle();
    tell.resume();
    await settle();
    expect(commands().at(-1)).toEqual(['run.unpause', { runId: first }]);
  });

  it('ends the app in time when it shuts down', () => {
    const { seen, tell } = setUp();
    tell.shutdown();
    expect(seen).toMatchObject({ held: 1, quits: 1 });
  });
});
