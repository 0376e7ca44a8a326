import type { ListAccount, ListNote } from '#shared/engine-protocol/input.ts';
import { maskLogins } from '../logins.ts';
import type { ListRecord } from './list-records.ts';

const mostNotes = 1000;
const shownChars = 200;

/** Counts the outcome of every record of a list, and notes the records that are not read completely. */
export class AccountKeeper {
  #requests = 0;
  #headers = 0;
  #blanks = 0;
  #comments = 0;
  #notRead = 0;
  #urls = 0;
  #partlyUsed = 0;
  #patternRecords = 0;
  #patternUrls = 0;
  #notReadNotes: ListNote[] = [];
  #partlyUsedNotes: ListNote[] = [];

  /**
   * @param urls the number of URLs from the record
   * @param problem the reason why a part of it is no URL; null if all of it is used
   */
  count(record: ListRecord, urls: number, problem: string | null): void {
    const { kind, note, patternUrls } = record.content;
    if (patternUrls > 0) {
      this.#patternRecords += 1;
      this.#patternUrls += patternUrls;
    }
    this.#urls += urls;
    if (kind === 'header') this.#headers += 1;
    else if (kind === 'blank') this.#blanks += 1;
    else if (kind === 'comment') this.#comments += 1;
    else if (urls === 0) {
      this.#notRead += 1;
      if (this.#notRead <= mostNotes) this.#notReadNotes.push(noteOf(record, problem ?? ''));
    } else {
      this.#requests += 1;
      const reason = problem ?? note;
      if (reason === null) return;
      this.#partlyUsed += 1;
      if (this.#partlyUsed <= mostNotes) this.#partlyUsedNotes.push(noteOf(record, reason));
    }
  }

  get account(): ListAccount {
    const requests = this.#requests;
    const headers = this.#headers;
    const blanks = this.#blanks;
    const comments = this.#comments;
    const notRead = this.#notRead;
    return {
      records: requests + headers + blanks + comments + notRead,
      requests,
      headers,
      blanks,
      comments,
      notRead,
      urls: this.#urls,
      partlyUsed: this.#partlyUsed,
      patterns: { records: this.#patternRecords, urls: this.#patternUrls },
    };
  }

  /** The notes since they were last taken; at most 1,000 of each kind in all. */
  takeNotes(): { readonly notRead: readonly ListNote[]; readonly partlyUsed: readonly ListNote[] } {
    const notes = { notRead: this.#notReadNotes, partlyUsed: this.#partlyUsedNotes };
    this.#notReadNotes = [];
    this.#partlyUsedNotes = [];
    return notes;
  }
}

function noteOf({ line, text }: ListRecord, reason: string): ListNote {
  return { line, text: maskLogins(text.slice(0, 100_000)).slice(0, shownChars), reason };
}
