import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { reloadAfterCrash } from './crash-guard.ts';

function setUp() {
  const contents = Object.assign(new EventEmitter(), {
    reload: () => {
      seen.reloads += 1;
    },
  });
  const seen = { reloads: 0, told: [] as string[], logged: [] as string[], nowMs: 0 };
  const read: (() => void)[] = [];
  let destroyed = false;
  reloadAfterCrash(
    { isDestroyed: () => destroyed, webContents: contents },
    {
      tell: (message) => {
        seen.told.push(message.message);
        return new Promise<void>((resolve) => read.push(resolve));
      },
      now: () => seen.nowMs,
      log: { info: () => undefined, error: (message) => seen.logged.push(message) },
    },
  );
  return {
    seen,
    crash: (reason = 'crashed') =>
      contents.emit('render-process-gone', {}, { reason, exitCode: 11 }),
    destroy: () => {
      destroyed = true;
    },
    async readAll() {
      for (const resolve of read.splice(0)) resolve();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('a page whose process ends', () => {
  it('is loaded again at once, and it is said', () => {
    const { seen, crash } = setUp();
    crash();
    expect(seen.reloads).toBe(1);
    expect(seen.told).toEqual(['The window ended by itself and was opened again.']);
    expect(seen.logged).toEqual(["The page's process ended: crashed, exit code 11"]);
  });

  it('waits for the person when it ends again and again', async () => {
    const { seen, crash, readAll } = setUp();
    crash();
    crash('oom');
    await readAll();
    crash();
    expect(seen.reloads).toBe(2);
    expect(seen.told.at(-1)).toContain('several times');
    await readAll();
    expect(seen.reloads).toBe(3);
  });

  it('is loaded again at once when that was long ago', () => {
    const { seen, crash } = setUp();
    for (let crashes = 1; crashes <= 5; crashes += 1) {
      crash();
      seen.nowMs += 40_000;
    }
    expect(seen.reloads).toBe(5);
  });

  it('is left alone when its window is closed', () => {
    const { seen, crash, destroy } = setUp();
    crash('clean-exit');
    destroy();
    crash();
    expect(seen).toMatchObject({ reloads: 0, told: [] });
  });
});
