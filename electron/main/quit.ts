import type { Log } from './log.ts';

interface QuitParts {
  activeRuns(): number;
  /** The native question; true: stop and quit. */
  confirm(activeRuns: number): Promise<boolean>;
  /**
   * Closes the window as a person does; resolves when it is closed. Its page may hold it open, to
   * save or to ask; `force`: not for long.
   */
  closeWindow(force: boolean): Promise<void>;
  /** Lets everything else go, in time. */
  shutDown(): Promise<void>;
  /** Ends the app for good. */
  exit(): void;
  readonly log: Log;
}

/** Stands between the wish to quit and the end: asks while a run is active, then lets everything go. */
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
      // First: what the page still has to save arrives while everything is there.
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
     * Every way of quitting comes here. While one is under way another changes nothing, but that
     * one without a question overrules a question, and that a window which its page holds open is
     * asked to close once more.
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
    /** The window may close now. */
    isClosing,
  };
}
