/** One request in the form that the scheduler and the fetcher use. */
export interface QueuedRequest {
  readonly id: number;
  readonly hostId: number;
  /** The normalised URL that is fetched, without a login. */
  readonly url: string;
  /** The login from `user:password@` in its line; absent for nearly all requests. */
  readonly login?: Login;
  /** The address of the page that led to it; absent for the items of the list. */
  readonly ledBy?: string;
  /** The origin of the item of the list from which it was found; null if that is unknown. Present with `ledBy`. */
  readonly ownOrigin?: string | null;
}

/** A login that is sent with one request: `user:password@` of its line. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** The source of the scheduler's requests. Reads must be cheap; they are synchronous on purpose (booking). */
export interface RequestSource {
  /** Hosts that have queued requests, with ids above `afterHostId`, in rising order. */
  hosts(afterHostId: number, limit: number): readonly SourceHost[];
  /** Queued requests of a host with ids above `afterId`, in rising order. */
  take(hostId: number, afterId: number, limit: number): readonly QueuedRequest[];
}

export interface SourceHost {
  readonly id: number;
  /** scheme://host:port */
  readonly key: string;
}
