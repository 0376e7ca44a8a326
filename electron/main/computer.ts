import { powerMonitor, powerSaveBlocker } from 'electron';
import type { Computer } from './computer-life.ts';

/** The computer, by Electron's modules. On Windows the window reports a log-off instead. */
export function electronComputer(): Computer {
  return {
    onSuspend: (listener) => powerMonitor.on('suspend', listener),
    onResume: (listener) => powerMonitor.on('resume', listener),
    onShutdown: (listener) =>
      powerMonitor.on('shutdown', (event?: { preventDefault(): void }) =>
        listener(() => event?.preventDefault()),
      ),
    keepAwake() {
      const id = powerSaveBlocker.start('prevent-app-suspension');
      return () => powerSaveBlocker.stop(id);
    },
  };
}
