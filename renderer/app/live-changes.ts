import { definedOf } from '#shared/defined-of.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { type LiveChange, liveOptions } from '#shared/job/live-options.ts';

/** The options that a run takes while it goes on, where two versions of a job differ in them. */
export function liveChange(before: JobOptions, now: JobOptions): LiveChange {
  const changed = liveOptions.filter((option) => before[option] !== now[option]);
  return Object.fromEntries(
    changed.map((option) => [option, now[option] ?? defaultOptions[option]]),
  );
}

interface LiveChangesPorts {
  readonly send: (jobId: string, change: LiveChange) => void;
  /** Calls `callback` once after `delayMs`; the returned function cancels the timer. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

/** A time limit of 15 s that is being typed is 1 s for a moment, which no run should get. */
const typingPauseMs = 800;

/** Gathers the changes of a job's options, and sends them after a pause in the typing. */
export class LiveChanges {
  readonly #ports: LiveChangesPorts;
  readonly #waiting = new Map<string, LiveChange>();
  #cancelTimer: (() => void) | null = null;

  constructor(ports: LiveChangesPorts) {
    this.#ports = ports;
  }

  note(jobId: string, before: JobOptions, now: JobOptions): void {
    const change = liveChange(before, now);
    if (Object.keys(change).length === 0) return;
    this.#waiting.set(jobId, { ...this.#waiting.get(jobId), ...definedOf(change) });
    this.#cancelTimer?.();
    this.#cancelTimer = this.#ports.after(typingPauseMs, () => this.#send());
  }

  #send(): void {
    for (const [jobId, change] of this.#waiting) this.#ports.send(jobId, change);
    this.#waiting.clear();
  }
}
