import { nativeTheme } from 'electron';
import type { Settings } from '#shared/ipc/job-library.ts';
import type { SettingsFile } from '../settings-file.ts';

/** Sets the window's frame and background, and the page's `prefers-color-scheme`, to the person's choice. */
export function followTheme(settings: SettingsFile): void {
  const setTheme = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
  };
  setTheme(settings.get());
  settings.onChange(setTheme);
}
