/** A page to which a fetched page leads. */
export interface Lead {
  /** How it follows from the page: `next` is one more page of the same kind. */
  readonly relation: 'next';
  /** The row that leads to it, from 1; 0 for the page itself. */
  readonly fromNumber: number;
  /** The URL that is fetched, without a login. */
  readonly url: string;
  /** Equal for URLs that are the same page; see `InputItem`. */
  readonly key: string;
  /** scheme://host:port, without the port if it is the default of the scheme. */
  readonly host: string;
}

/** The next page of the same kind; `unusable`: there is a link, and it is no address that can be fetched. */
export type NextPage =
  | { readonly kind: 'none' | 'unusable' }
  | { readonly kind: 'lead'; readonly lead: Lead };
