import type { Log } from './log.ts';

export interface QuitParts {
  activeRuns(): number;
  /** The native question; true: stop and quit. */
  confirm(activeRuns: number): Promise<boolean>;
  /** Lets everything go, in time. */
  shutDown(): Promise<void>;
  /** Ends the app for good. */
  exit(): void;
  readonly log: Log;
}

/** Stands between the wish to quit and the end: asks while a run is active, then lets everything go. */
export function createQuit({ activeRuns, confirm, shutDown, exit, log }: QuitParts) {
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
      await shutDown();
    } finally {
      exit();
    }
  };
  return {
    /**
     * Every way of quitting comes here; more of them while one is under way change nothing, but
     * that one without a question ends a question.
     */
    request({ ask } = { ask: true }): void {
      if (state === 'closing' || (state === 'asking' && ask)) return;
      state = 'asking';
      end(ask).catch((error: unknown) => log.error('Quitting did not go as it should', error));
    },
    isClosing,
  };
}
