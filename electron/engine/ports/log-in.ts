/** What a run knows of the log-in of its job; its cookies are with the fetcher. */
export interface LogIn {
  /** The domains of its cookies, with all hosts below them; null: unknown, so any host may be meant. */
  readonly domains: readonly string[] | null;
  /** A run was resumed without a log-in: the person has decided to go on with the one that it has. */
  readonly isOld?: boolean;
  /** The pages on which the person logged in: origin and path. */
  readonly addresses: readonly string[];
}
