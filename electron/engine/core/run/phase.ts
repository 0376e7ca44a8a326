import type { PausedBy, RunState } from '#shared/engine-protocol/run.ts';

export interface Pause {
  readonly by: PausedBy;
  /** The reason to show; null if the person has paused the run. */
  readonly reason: string | null;
}

/** The three ways in which a run ends. */
export type Ending = 'stopped' | 'finished' | 'halted';

/**
 * The phase of a run: it imports its list, fetches, stops in some cases, and ends. A pause applies to
 * importing and to fetching, which stay the phase during the pause.
 */
export class Phase {
  #step: 'importing' | 'fetching' | 'stopping' | Ending = 'fetching';
  #pause: Pause | null = null;
  #haltReason: string | null = null;

  /** The state as it appears in snapshots and in the run's file. */
  get state(): RunState {
    if (this.#pause !== null) return 'paused';
    return this.#step === 'fetching' ? 'running' : this.#step;
  }

  /** The reason for the pause or the halt, as a sentence; null if there is none. */
  get reason(): string | null {
    return this.#pause?.reason ?? this.#haltReason;
  }

  get pausedBy(): PausedBy | null {
    return this.#pause?.by ?? null;
  }

  get isImporting(): boolean {
    return this.#step === 'importing';
  }

  get isStopping(): boolean {
    return this.#step === 'stopping';
  }

  get isOver(): boolean {
    return this.#step === 'stopped' || this.#step === 'finished' || this.#step === 'halted';
  }

  /** Whether requests may be started. */
  get mayFetch(): boolean {
    return this.#step === 'fetching' && this.#pause === null;
  }

  import(): void {
    this.#step = 'importing';
  }

  fetch(): void {
    this.#step = 'fetching';
  }

  /** Returns false if the run is in no phase that can be paused. */
  pause(pause: Pause): boolean {
    if (this.#step !== 'importing' && this.#step !== 'fetching') return false;
    this.#pause = pause;
    return true;
  }

  unpause(): void {
    this.#pause = null;
  }

  stop(): void {
    this.#pause = null;
    this.#step = 'stopping';
  }

  /** @param haltReason the sentence to show if the run was halted */
  end(how: Ending, haltReason: string | null = null): void {
    this.#pause = null;
    this.#step = how;
    this.#haltReason = haltReason;
  }
}
