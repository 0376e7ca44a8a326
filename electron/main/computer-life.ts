import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { Log } from './log.ts';
import type { RunBoard } from './run-board.ts';
import type { SettingsFile } from './settings-file.ts';

/** The events and functions of the computer: Electron's powerMonitor and powerSaveBlocker. */
export interface Computer {
  onSuspend(listener: () => void): void;
  onResume(listener: () => void): void;
  /** Log-off and shutdown; `hold` delays them for a moment, if the system allows it. */
  onShutdown(listener: (hold: () => void) => void): void;
  /** Prevents automatic sleep; returns the function that allows it again. */
  keepAwake(): () => void;
}

interface ComputerLifeParts {
  readonly computer: Computer;
  readonly engine: EngineApi;
  readonly runs: RunBoard;
  readonly settings: Pick<SettingsFile, 'get' | 'onChange'>;
  /** Ends the app without a question, after everything is stored. */
  quit(): void;
  readonly log: Log;
}

/**
 * Adapts the runs to the state of the computer: it is kept awake while a run is active (a setting), runs are
 * held while it sleeps, so that no try is wasted without a network, and closed cleanly when it shuts down.
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

  /** The runs that are held because of the sleep, and not by a person. */
  let held: readonly string[] = [];
  const each = async (command: 'run.pause' | 'run.unpause', runIds: readonly string[]) => {
    for (const runId of runIds) {
      // The run may have ended meanwhile.
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
