import type { LabReport } from '#shared/engine-protocol/lab.ts';
import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import { Beat } from '../core/run/beat.ts';
import type { Clock } from '../ports/clock.ts';

/** The way in which a plan ended. */
export type LabEnd = Pick<LabReport, 'state' | 'problem'>;

/** The report of the newest plan, and the events for its changes: at most ten a second. */
export class LabNews {
  readonly #beat: Beat;
  #report: LabReport | null = null;

  constructor(clock: Clock, emit: (event: EngineEvent) => void) {
    this.#beat = new Beat(clock, () => {
      if (this.#report !== null) emit({ kind: 'lab', report: this.#report });
    });
  }

  /** Null before the first plan. */
  get report(): LabReport | null {
    return this.#report;
  }

  begin(report: LabReport): void {
    this.#report = report;
    this.#beat.now();
  }

  tell(change: Partial<LabReport>): void {
    if (this.#report !== null) this.#report = { ...this.#report, ...change };
    this.#beat.changed();
  }

  /** Reports the end at once. To be called after `begin`. */
  end(end: LabEnd): LabReport {
    if (this.#report === null) throw new Error('A plan ended that had not begun.');
    const report = { ...this.#report, ...end, now: null };
    this.begin(report);
    return report;
  }

  close(): void {
    this.#beat.close();
  }
}
