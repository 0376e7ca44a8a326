import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Call, call } from '#renderer/bridge/client.ts';
import type { AppInfo } from '#shared/ipc/contract.ts';
import { defaultSettings, type Settings } from '#shared/ipc/job-library.ts';

interface SettingsState {
  readonly settings: Settings;
  /** Version and data folder; null until main has answered. */
  readonly info: AppInfo | null;
  load(): Promise<void>;
  /** Shows a change at once and saves it; a change that cannot be saved is undone, and the error is thrown. */
  change(change: Partial<Settings>): Promise<void>;
}

export function createSettingsStore(send: Call) {
  return createStore<SettingsState>((set, get) => ({
    settings: defaultSettings,
    info: null,
    async load() {
      const [settings, info] = await Promise.all([send('settings.get', {}), send('app.info', {})]);
      set({ settings, info });
    },
    async change(change) {
      const before = get().settings;
      const settings = { ...before, ...change };
      set({ settings });
      try {
        await send('settings.set', settings);
      } catch (error) {
        set({ settings: before });
        throw error;
      }
    },
  }));
}

export const settingsStore = createSettingsStore(call);

export function useSettings<T>(selector: (state: SettingsState) => T): T {
  return useStore(settingsStore, selector);
}
