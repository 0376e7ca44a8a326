import type { PausedBy, RunState } from '#shared/engine-protocol/run.ts';

export interface Pause {
  readonly by: PausedBy;
  /** For the person; null where the person has paused the run. */
  readonly reason: string | null;
}

/** The three ways in which a run ends. */
export type Ending = 'stopped' | 'finished' | 'halted';

/**
 * What a run is doing: it imports its list, fetches, perhaps stops, and ends. A pause covers
 * importing and fetching; under it they stay what they were.
 */
export class Phase {
  #step: 'importing' | 'fetching' | 'stopping' | Ending = 'fetching';
  #pause: Pause | null = null;
  #haltReason: string | null = null;

  /** As snapshots and the run's file have it. */
  get state(): RunState {
    if (this.#pause !== null) return 'paused';
    return this.#step === 'fetching' ? 'running' : this.#step;
  }

  /** Why it is paused or halted, as a sentence; null where there is nothing to say. */
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

  /** Returns false where nothing goes on that could be paused. */
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

  /** @param haltReason for the person, where the run was halted */
  end(how: Ending, haltReason: string | null = null): void {
    this.#pause = null;
    this.#step = how;
    this.#haltReason = haltReason;
  }
}
