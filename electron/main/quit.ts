import type { Log } from './log.ts';

interface QuitParts {
  activeRuns(): number;
  /** Shows the native question; true: stop and quit. */
  confirm(activeRuns: number): Promise<boolean>;
  /**
   * Closes the window as a person does; resolves when it is closed. Its page may delay that, to save or to
   * ask; with `force`, not for long.
   */
  closeWindow(force: boolean): Promise<void>;
  /** Closes everything else, within a time limit. */
  shutDown(): Promise<void>;
  /** Ends the app process. */
  exit(): void;
  readonly log: Log;
}

/** Handles every request to quit: asks while a run is active, then closes everything. */
export function createQuit({ activeRuns, confirm, closeWindow, shutDown, exit, log }: QuitParts) {
  let state: 'open' | 'asking' | 'closing' = 'open';
  const isClosing = (): boolean => state === 'closing';
  const end = async (ask: boolean): Promise<void> => {
    const active = activeRuns();
    if (ask && active > 0 && !(await confirm(active))) {
      if (state === 'asking') state = 'open';
      return;
    }
    if (isClosing()) return;
    state = 'closing';
    try {
      // The window is closed first: unsaved data of the page arrives while all services still run.
      await closeWindow(!ask);
      await shutDown();
    } finally {
      exit();
    }
  };
  const settle = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.error('Quitting did not go as it should', error));
  };
  return {
    /**
     * Every way of quitting calls this. While one is under way another has no effect, with two exceptions:
     * one without a question overrides a question, and a window that its page keeps open is closed once more.
     */
    request({ ask } = { ask: true }): void {
      if (state === 'asking' && ask) return;
      if (state === 'closing') {
        settle(closeWindow(!ask));
        return;
      }
      state = 'asking';
      settle(end(ask));
    },
    /** Whether the window may close now. */
    isClosing,
  };
}
