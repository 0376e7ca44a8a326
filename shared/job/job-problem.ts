export interface JobProblem {
  /** The place in the document, in a readable form: `fields[2].take`. Empty: the whole document. */
  readonly place: string;
  readonly message: string;
}
