import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { Log } from './log.ts';
import type { RunBoard } from './run-board.ts';
import type { SettingsFile } from './settings-file.ts';

/** What the computer tells, and what it can be asked: Electron's powerMonitor and powerSaveBlocker. */
export interface Computer {
  onSuspend(listener: () => void): void;
  onResume(listener: () => void): void;
  /** Log-off and shutdown; `hold` asks for a moment, where the system gives one. */
  onShutdown(listener: (hold: () => void) => void): void;
  /** Keeps it from going to sleep by itself; returns the function that lets it sleep again. */
  keepAwake(): () => void;
}

interface ComputerLifeParts {
  readonly computer: Computer;
  readonly engine: EngineApi;
  readonly runs: RunBoard;
  readonly settings: Pick<SettingsFile, 'get' | 'onChange'>;
  /** Ends the app without a question, everything stored. */
  quit(): void;
  readonly log: Log;
}

/**
 * Carries the runs through the life of the computer: awake while one is active (a setting), held
 * while it sleeps, so that no try is wasted on a network that is not there, and closed cleanly when
 * it shuts down.
 */
export function followComputer(parts: ComputerLifeParts): void {
  const { computer, engine, runs, settings, quit, log } = parts;

  let letSleep: (() => void) | null = null;
  const setAwake = (): void => {
    const wanted = settings.get().keepAwake && runs.active().length > 0;
    if (wanted === (letSleep !== null)) return;
    letSleep?.();
    letSleep = wanted ? computer.keepAwake() : null;
  };
  runs.onChange(setAwake);
  settings.onChange(setAwake);

  /** Those that are held because of the sleep, and not by a person. */
  let held: readonly string[] = [];
  const each = async (command: 'run.pause' | 'run.unpause', runIds: readonly string[]) => {
    for (const runId of runIds) {
      // It may have ended meanwhile.
      await engine
        .call(command, { runId })
        .catch((error: unknown) => log.info(`${command} ${runId}: ${String(error)}`));
    }
  };
  computer.onSuspend(() => {
    held = [...held, ...runs.active().map(({ runId }) => runId)];
    log.info(`The computer goes to sleep; runs held: ${held.length}`);
    void each('run.pause', held);
  });
  computer.onResume(() => {
    const going = held;
    held = [];
    log.info(`The computer is awake again; runs that go on: ${going.length}`);
    void each('run.unpause', going);
  });

  computer.onShutdown((hold) => {
    log.info('The computer shuts down, or the person logs off');
    hold();
    quit();
  });
}
