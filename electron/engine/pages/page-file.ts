import {
  closeSync,
  existsSync,
  openSync,
  statfsSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { warcInfo } from './warc-record.ts';

/** Where the record of a page stands in the file. */
export interface PagePlace {
  readonly offset: number;
  readonly length: number;
}

/** The file of the kept pages of a run: beside the run's file, with the same name. */
export function pageFileOf(runFile: string): string {
  return runFile.replace(/\.sqlite$/, '.warc.gz');
}

/**
 * The writing side of a file of kept pages (WARC 1.1, one member of gzip for each record). It only grows:
 * the run's database says which of its records count, and what stands behind the last of these is cut off
 * when the file is opened again.
 */
export class PageFile {
  readonly #file: string;
  #fd: number | null = null;
  #end: number;

  /** @param end the end of the last record that the run's database has */
  constructor(file: string, end: number) {
    this.#file = file;
    this.#end = end;
    // Records whose transaction was never committed, since the process was killed between the two.
    this.cutTo(end);
  }

  /** The bytes of all records. */
  get size(): number {
    return this.#end;
  }

  /**
   * The free bytes of the disk on which it lies.
   *
   * @throws the errors of the file system
   */
  roomBytes(): number {
    const { bavail, bsize } = statfsSync(dirname(this.#file));
    return bavail * bsize;
  }

  /**
   * Appends records, all or none.
   *
   * @throws the errors of the file system, such as ENOSPC
   */
  append(records: readonly Uint8Array[]): readonly PagePlace[] {
    const before = this.#end;
    try {
      const fd = this.#open();
      const places: PagePlace[] = [];
      let offset = this.#end;
      for (const record of records) {
        places.push({ offset, length: record.byteLength });
        offset += record.byteLength;
      }
      writeAll(fd, Buffer.concat(records), this.#end);
      this.#end = offset;
      return places;
    } catch (error) {
      this.cutTo(before);
      throw error;
    }
  }

  /** Takes back what was appended behind `end`. */
  cutTo(end: number): void {
    this.#end = end;
    try {
      const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > end) truncateSync(this.#file, end);
    } catch {
      // What stays behind the end is written over by the next record, or cut off at the next opening.
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  /** Most readings and short runs keep no page: the file is made for the first one. */
  #open(): number {
    if (this.#fd !== null) return this.#fd;
    const fd = openSync(this.#file, existsSync(this.#file) ? 'r+' : 'wx', 0o600);
    this.#fd = fd;
    if (this.#end === 0) {
      const info = warcInfo('Trawl', Date.now());
      writeAll(fd, info, 0);
      this.#end = info.byteLength;
    }
    return fd;
  }
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.byteLength) {
    written += writeSync(fd, bytes, written, bytes.byteLength - written, position + written);
  }
}
