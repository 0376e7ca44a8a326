/** What the pace of a host depends on; shared by all hosts, and may change at any time. */
export interface HostLimits {
  readonly perHost: number;
  /** Between two starts. */
  readonly delayMs: number;
  readonly pace: 'polite' | 'fixed';
  /** Starts a minute; 0: no limit. They are spread evenly, so any minute has at most that many. */
  readonly perMinute: number;
}

export interface SchedulerLimits extends HostLimits {
  /** Slots over all hosts. */
  readonly concurrency: number;
  /** How often a failed request is tried again. */
  readonly retries: number;
}
