/** One cookie in its stored form; `json` is null for a deleted one. */
export interface StoredCookie {
  readonly id: string;
  readonly json: string | null;
}

/** The store in which the cookies of a run outlive it. */
export interface CookieStore {
  /** The digest of the cookies.txt that was last loaded; null for none. */
  readonly given: string | null;
  load(): readonly StoredCookie[];
  /** All or none, with the digest of the cookies.txt if it is new. */
  save(changes: readonly StoredCookie[], given: string | null): void;
}
