import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '#shared/ipc/job-library.ts';
import { openSettings } from './settings-file.ts';

describe('settings', () => {
  it('are the defaults at first, and come back as they were set', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trawl-settings-')), 'settings.json');
    const told: Settings[] = [];
    const settings = await openSettings(file);
    settings.onChange((changed) => told.push(changed));
    expect(settings.get()).toEqual(defaultSettings);
    const changed: Settings = { theme: 'dark', notifyWhenDone: false, keepAwake: false };
    await settings.set(changed);
    expect(told).toEqual([changed]);
    expect((await openSettings(file)).get()).toEqual(changed);
  });

  it('bear a damaged file, and one that an older version wrote', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trawl-settings-')), 'settings.json');
    writeFileSync(file, '{"theme":');
    expect((await openSettings(file)).get()).toEqual(defaultSettings);
    writeFileSync(file, '{"theme":"light"}');
    expect((await openSettings(file)).get()).toEqual({
      ...defaultSettings,
      theme: 'light',
    });
  });
});
