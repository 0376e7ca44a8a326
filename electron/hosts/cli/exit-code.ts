/** The meanings of the exit status; scripts depend on these numbers. */
export const exitCode = {
  done: 0,
  /** Something went wrong that is not the fault of the job: disk full, engine defect. */
  error: 1,
  /** Bad usage, or a job, a list, a run or a place for the table that is missing or wrong. */
  usage: 2,
  /**
   * Finished with pages that failed; or stopped because most of them did, because the results were no good, or
   * because pages asked for a log-in again.
   */
  failedRequests: 3,
  /** Finished, and no page failed, but the result may not be what the job asks for: the summary says why. */
  warnings: 4,
  /** Stopped by Ctrl+C; the work done so far is kept and exported. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
