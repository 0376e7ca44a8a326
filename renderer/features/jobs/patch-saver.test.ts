import { describe, expect, it } from 'vitest';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobPatch } from '#shared/ipc/job-library.ts';
import { PatchSaver, type SaveState } from './patch-saver.ts';

const jobId = 'job-1';

function setUp() {
  const saved: JobPatch[] = [];
  const states: SaveState[] = [];
  let timer: (() => void) | null = null;
  let answer: (patch: JobPatch) => Promise<void> = async (patch) => void saved.push(patch);
  const saver = new PatchSaver({
    save: (_jobId, patch) => answer(patch),
    after: (_delayMs, callback) => {
      timer = callback;
      return () => {
        timer = null;
      };
    },
    onState: (state) => states.push(state),
  });
  return {
    saver,
    saved,
    states,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    save: async (patch: JobPatch) => void saved.push(patch),
    pause: () => timer?.(),
    waits: () => timer !== null,
  };
}

describe('PatchSaver', () => {
  it('saves once for all that was typed before the pause', async () => {
    const { saver, saved, states, pause } = setUp();
    saver.edit(jobId, { name: 'A' });
    saver.edit(jobId, { name: 'Ab', each: 'li' });
    expect(saved).toEqual([]);
    pause();
    await saver.flush();
    expect(saved).toEqual([{ name: 'Ab', each: 'li' }]);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
  });

  it('flushes at once, and does nothing when there is nothing to save', async () => {
    const { saver, saved, waits } = setUp();
    await saver.flush();
    saver.edit(jobId, { name: 'A' });
    await saver.flush();
    expect(saved).toEqual([{ name: 'A' }]);
    expect(waits()).toBe(false);
  });

  it('saves what is typed while a save is under way after it', async () => {
    const { saver, saved, answerWith, save } = setUp();
    answerWith(async (patch) => {
      if (saved.length === 0) saver.edit(jobId, { each: 'li' });
      await save(patch);
    });
    saver.edit(jobId, { name: 'A' });
    await saver.flush();
    expect(saved).toEqual([{ name: 'A' }, { each: 'li' }]);
  });

  it('keeps what could not be saved, says why, and tries again with what came since', async () => {
    const { saver, saved, states, answerWith, save, waits } = setUp();
    answerWith(() => Promise.reject(new TrawlError('DISK_FULL', 'The disk is full.')));
    saver.edit(jobId, { name: 'A', each: 'li' });
    await expect(saver.flush()).rejects.toThrow('The disk is full.');
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'The disk is full.' });
    expect(waits()).toBe(true);
    answerWith(save);
    saver.edit(jobId, { name: 'B' });
    await saver.flush();
    expect(saved).toEqual([{ name: 'B', each: 'li' }]);
    expect(states.at(-1)).toEqual({ kind: 'saved' });
  });

  it('forgets what waits for a deleted job', async () => {
    const { saver, saved } = setUp();
    saver.edit(jobId, { name: 'A' });
    saver.forget(jobId);
    await saver.flush();
    expect(saved).toEqual([]);
  });
});
