/** What a person can do with a job of the list. */
export interface JobListActions {
  readonly open: (jobId: string) => void;
  readonly rename: (jobId: string, name: string) => void;
  readonly duplicate: (jobId: string) => void;
  readonly exportFile: (jobId: string) => void;
  /** Shows its file in its folder. */
  readonly reveal: (jobId: string) => void;
  readonly remove: (jobId: string) => void;
}
