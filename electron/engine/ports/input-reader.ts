import type { ListAccount, ListNote, ListReading } from '#shared/engine-protocol/input.ts';
import type { Login } from './request-source.ts';

/** One line of the input list (patterns expanded: one item each). */
export interface InputItem {
  /** The line in the file or text, from 1. */
  readonly line: number;
  /**
   * The URL as written in the line or cell, with a masked password: the `url` column of an export shows it.
   */
  readonly text: string;
  /** The URL that is fetched, without a login; null if the line is no URL. */
  readonly url: string | null;
  /** Equal for URLs that are the same page: normalised, without the fragment. */
  readonly key: string | null;
  /** scheme://host:port, without the port if it is the default of the scheme. */
  readonly host: string | null;
  /** The reason why it is no URL, as a sentence; null if it is one. */
  readonly problem: string | null;
  readonly carried: readonly string[];
  /** The login from `user:password@` in the line; absent for nearly all lines. */
  readonly login?: Login;
  /** The place in the run that it comes from, where that has an order of its own. */
  readonly placed?: { readonly depth: number; readonly orderKey: Uint8Array };
}

/** A piece of the list, at most a few thousand items, with the position of the reading. */
export interface InputBatch {
  readonly items: readonly InputItem[];
  /** The results of all records so far, as counts. */
  readonly account: ListAccount;
  /** Records since the last batch that are only partly used, at most the first 1,000 of the list. */
  readonly partlyUsed: readonly ListNote[];
  readonly lines: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Reads a list as a stream: memory use does not grow with its size. */
export interface InputReader {
  readonly reading: ListReading;
  /** Names of the carried columns, in order; empty for plain lines. */
  readonly carried: readonly string[];
  batches(signal: AbortSignal): AsyncIterable<InputBatch>;
}
