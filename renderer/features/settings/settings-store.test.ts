import { describe, expect, it } from 'vitest';
import { callWith } from '#renderer/bridge/call.fixture.ts';
import type { Settings } from '#shared/ipc/job-library.ts';
import { createSettingsStore } from './settings-store.ts';

function setUp() {
  const disk: { settings: Settings; broken: boolean } = {
    settings: { theme: 'dark', notifyWhenDone: false, keepAwake: false },
    broken: false,
  };
  const store = createSettingsStore(
    callWith({
      'settings.get': () => disk.settings,
      'settings.set': (settings) => {
        if (disk.broken) throw new Error('The disk is full.');
        disk.settings = settings;
        return undefined;
      },
      'app.info': () => ({ version: '1.0.0', platform: 'linux', dataFolder: '/data' }),
    }),
  );
  return { disk, state: () => store.getState() };
}

describe('the settings', () => {
  it('are loaded and saved', async () => {
    const { disk, state } = setUp();
    await state().load();
    expect(state().settings.theme).toBe('dark');
    expect(state().info?.version).toBe('1.0.0');
    await state().change({ theme: 'light' });
    expect(disk.settings).toEqual({
      theme: 'light',
      notifyWhenDone: false,
      keepAwake: false,
    });
  });

  it('go back to what is saved when a change cannot be', async () => {
    const { disk, state } = setUp();
    await state().load();
    disk.broken = true;
    await expect(state().change({ theme: 'light' })).rejects.toThrow('The disk is full.');
    expect(state().settings.theme).toBe('dark');
  });
});
