/** The actions on a job in the list. */
export interface JobListActions {
  readonly open: (jobId: string) => void;
  readonly rename: (jobId: string, name: string) => void;
  readonly duplicate: (jobId: string) => void;
  readonly exportFile: (jobId: string) => void;
  /** Shows the job's file in its folder. */
  readonly reveal: (jobId: string) => void;
  readonly remove: (jobId: string) => void;
}
