import { Modal, SegmentedControl, Switch } from '@mantine/core';
import { toastError } from '#renderer/ui/toast.tsx';
import type { Settings } from '#shared/ipc/job-library.ts';
import classes from './settings-dialog.module.css';
import { settingsStore, useSettings } from './settings-store.ts';

const themes = [
  { value: 'system', label: 'Like the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Settings['theme']; label: string }[];

function change(part: Partial<Settings>) {
  settingsStore
    .getState()
    .change(part)
    .catch((error: unknown) => toastError('The setting could not be saved.', error));
}

interface SettingsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function SettingsDialog({ opened, onClose }: SettingsDialogProps) {
  const settings = useSettings((state) => state.settings);
  const info = useSettings((state) => state.info);
  return (
    <Modal opened={opened} onClose={onClose} title="Settings" size={520}>
      <div className={classes['rows']}>
        <div className={classes['row']}>
          <div>
            <div className={classes['label']} id="settings-theme">
              Appearance
            </div>
            <div className={classes['hint']}>Light, dark, or as the system has it.</div>
          </div>
          <SegmentedControl
            size="xs"
            aria-labelledby="settings-theme"
            data={[...themes]}
            value={settings.theme}
            onChange={(value) => {
              const theme = themes.find((option) => option.value === value)?.value;
              if (theme) change({ theme });
            }}
          />
        </div>
        <div className={classes['row']}>
          <div>
            <label className={classes['label']} htmlFor="settings-notify">
              Notification at the end of a run
            </label>
            <div className={classes['hint']}>Only when this window is not in front.</div>
          </div>
          <Switch
            id="settings-notify"
            checked={settings.notifyWhenDone}
            onChange={(event) => change({ notifyWhenDone: event.currentTarget.checked })}
          />
        </div>
        <div className={classes['row']}>
          <div>
            <label className={classes['label']} htmlFor="settings-awake">
              Keep the computer awake during a run
            </label>
            <div className={classes['hint']}>
              It does not go to sleep by itself. The screen may still turn off.
            </div>
          </div>
          <Switch
            id="settings-awake"
            checked={settings.keepAwake}
            onChange={(event) => change({ keepAwake: event.currentTarget.checked })}
          />
        </div>
      </div>
      {info && (
        <dl className={classes['facts']} data-selectable>
          <dt>Version</dt>
          <dd>Trawl {info.version}</dd>
          <dt>Data folder</dt>
          <dd className={classes['path']}>{info.dataFolder}</dd>
        </dl>
      )}
      <p className={classes['hint']}>
        Jobs and runs stay on this computer. Deleting a run's file in the data folder deletes the
        run.
      </p>
    </Modal>
  );
}
