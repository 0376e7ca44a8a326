import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { storageError } from './storage-error.ts';

const slotBytes = 8;
/** More than can be under way at once: the slots of a run, and the pages that wait for a worker. */
const slotCount = 4096;
const blank = new Uint8Array(slotCount * slotBytes);

export const journalFileOf = (runFile: string): string => `${runFile}.inflight`;

/**
 * The requests that are under way right now, so that a page that crashes the process can be found
 * afterwards. A file of fixed length with one slot of 8 bytes for each request under way, written at its
 * start, which takes a microsecond or two. Its end is not written: the slot is overwritten by the next
 * start, and all slots once nothing is under way. So some requests that have just ended may be suspected
 * too, but a request that runs alone is the only one in the file, and only while it runs. The page cache of
 * the system keeps the data when the process dies; after a power loss they may be wrong, which does no
 * harm, since they are used only after a detected crash.
 */
export class FlightJournal {
  readonly #file: string;
  readonly #slots = new Map<number, number>();
  #free: number[] = [];
  readonly #id = new Float64Array(1);
  readonly #bytes = new Uint8Array(this.#id.buffer);
  #used = 0;
  #handle: number | null;

  /** Begins an empty journal: the entries of an earlier process are lost (call `readJournal` before). */
  constructor(runFile: string) {
    this.#file = journalFileOf(runFile);
    try {
      this.#handle = openSync(this.#file, 'w');
      // The whole length is written now, so that a disk that fills up later does not matter here.
      writeSync(this.#handle, blank);
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }

  started(requestId: number): void {
    const slot = this.#slots.get(requestId) ?? this.#free.pop() ?? this.#used++;
    this.#slots.set(requestId, slot);
    this.#id[0] = requestId;
    if (slot < slotCount) this.#write(this.#bytes, slotBytes, slot * slotBytes);
  }

  ended(requestId: number): void {
    const slot = this.#slots.get(requestId);
    if (slot === undefined) return;
    this.#slots.delete(requestId);
    this.#free.push(slot);
    if (this.#slots.size > 0) return;
    this.#write(blank, Math.min(this.#used, slotCount) * slotBytes, 0);
    this.#free = [];
    this.#used = 0;
  }

  /** No request is under way any more. */
  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // A journal that remains in a read-only folder has no effect unless a crash follows.
    }
  }

  #write(bytes: Uint8Array, length: number, at: number): void {
    if (this.#handle === null) return;
    try {
      writeSync(this.#handle, bytes, 0, length, at);
    } catch {
      // The journal must not be the reason why a run ends.
      closeSync(this.#handle);
      this.#handle = null;
    }
  }
}

/**
 * The ids of the requests that were under way when the owner of the run crashed; empty if it closed the
 * file.
 */
export function readJournal(runFile: string): readonly number[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(journalFileOf(runFile));
  } catch {
    return [];
  }
  const ids = new Set<number>();
  for (let at = 0; at + slotBytes <= bytes.length; at += slotBytes) {
    const id = new DataView(bytes.buffer, bytes.byteOffset + at, slotBytes).getFloat64(0, true);
    if (Number.isSafeInteger(id) && id > 0) ids.add(id);
  }
  return [...ids];
}
