import type { Logger } from '../../ports/logger.ts';
import type { RunLedger } from '../../ports/run-ledger.ts';
import type { Phase } from './phase.ts';
import type { Stopwatch } from './stopwatch.ts';

interface CheckpointDeps {
  readonly ledger: Pick<RunLedger, 'setState'>;
  readonly phase: Phase;
  readonly stopwatch: Stopwatch;
  readonly logger: Logger;
  /** The file could not be written, and the run is not over. */
  readonly onFailed: (error: unknown) => void;
}

/** Writes into the run's file the state of the run as a whole that must survive a killed process. */
export class Checkpoint {
  readonly #deps: CheckpointDeps;

  constructor(deps: CheckpointDeps) {
    this.#deps = deps;
  }

  save(): void {
    const { ledger, phase, stopwatch, logger, onFailed } = this.#deps;
    try {
      ledger.setState(phase.state, phase.reason, stopwatch.elapsedMs, phase.pausedBy);
    } catch (error) {
      if (phase.isOver) logger.error('The state of a run could not be saved.', error);
      else onFailed(error);
    }
  }
}
