/** The settings that determine the pace of a host; shared by all hosts, and may change at any time. */
export interface HostLimits {
  readonly perHost: number;
  /** The time between two starts. */
  readonly delayMs: number;
  readonly pace: 'polite' | 'fixed';
  /** Starts a minute; 0: no limit. They are spread evenly, so any minute has at most that many. */
  readonly perMinute: number;
}

export interface SchedulerLimits extends HostLimits {
  /** Slots over all hosts. */
  readonly concurrency: number;
  /** The number of further tries for a failed request. */
  readonly retries: number;
}
