import { on } from '#renderer/bridge/client.ts';
import { onRunSnapshot } from '#renderer/bridge/engine-events.ts';
import { jobsStore } from '#renderer/features/jobs/jobs-store.ts';
import { settingsStore } from '#renderer/features/settings/settings-store.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { runMenuAction } from './commands.ts';
import { useShell } from './shell-store.ts';

/**
 * The page's state is one small store a feature, none of which knows another; here they are joined
 * to what main and the engine tell. Returns the function that takes them apart again.
 */
export function connectStores(): () => void {
  const jobs = jobsStore.getState();
  const offs = [
    onRunSnapshot((snapshot) => jobs.noteSnapshot(snapshot)),
    on('jobs-changed', ({ jobs: list }) => jobs.noteList(list)),
    on('engine-status', (engine) => useShell.setState({ engine })),
    on('menu', ({ action }) => runMenuAction(action)),
  ];
  void jobs.load();
  settingsStore
    .getState()
    .load()
    .catch((error: unknown) => toastError('The settings could not be read.', error));
  return () => {
    for (const off of offs) off();
  };
}
