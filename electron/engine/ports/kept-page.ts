import type { HeaderLines } from './header-lines.ts';

/** The values of a request, and of everything sent with it, that nothing stored may repeat. */
export interface Secrets {
  /** Passwords and the values of secret headers. */
  readonly given: readonly string[];
  /** Values of cookies, one character a byte. */
  readonly cookies: readonly string[];
}

/** What has to be known of a request if its page is to be kept. */
export interface KeepRules {
  /** The address as the person has written it: it is stored as it is. */
  readonly asked: string;
  readonly secrets: Secrets;
}

/** What the record of a page says beside its body and its address. */
export interface PageToKeep extends KeepRules {
  readonly status: number;
  readonly headers: HeaderLines;
  /** Unix time. */
  readonly answeredAtMs: number;
  /** The body is the page as a browser window showed it, in UTF-8. */
  readonly isRendered: boolean;
}

/** Why the page of a request that has an outcome is not kept: the limit of the run, the disk, its own size. */
export type NotKept = 'limit' | 'disk' | 'size';

/** A page in the form in which it is kept: one record of WARC, one member of gzip. */
export type KeptPage =
  | {
      readonly kind: 'record';
      readonly bytes: Uint8Array;
      /** The digest of the body: `sha1:` and 32 characters of base 32. */
      readonly digest: string;
    }
  /** The page is too large to be kept. */
  | { readonly kind: 'too-large' };

/** A kept page that is looked for by its address. */
export interface WantedPage {
  /** The key of its address (see `toUrl`). */
  readonly key: string;
  /** Whether pages are rendered where that is needed: a run of the other kind has kept other pages. */
  readonly renders: boolean;
}
