import { readFile } from 'node:fs/promises';
import { defaultSettings, type Settings, settingsSchema } from '#shared/ipc/job-library.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import { coalesced } from './coalesce.ts';
import { fileTrouble } from './file-trouble.ts';

export interface SettingsFile {
  get(): Settings;
  set(settings: Settings): Promise<void>;
  onChange(listener: (settings: Settings) => void): void;
}

/** The settings in `file`; if that is missing or damaged, the defaults. */
export async function openSettings(file: string): Promise<SettingsFile> {
  const listeners: ((settings: Settings) => void)[] = [];
  let settings = await read(file);
  const write = coalesced(() => writeWholeFile(file, `${JSON.stringify(settings, null, 2)}\n`));
  return {
    get: () => settings,
    async set(changed) {
      settings = changed;
      for (const listener of listeners) listener(settings);
      try {
        await write();
      } catch (error) {
        throw fileTrouble(error, 'the settings could not be saved');
      }
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

async function read(file: string): Promise<Settings> {
  try {
    const parsed = settingsSchema.partial().safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success
      ? { ...defaultSettings, ...withoutUndefined(parsed.data) }
      : defaultSettings;
  } catch {
    return defaultSettings;
  }
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: NonNullable<T[K]> } {
  const given = Object.entries(value).filter(([, content]) => content !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]: NonNullable<T[K]> };
}
