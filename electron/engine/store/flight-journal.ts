import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { storageError } from './storage-error.ts';

const slotBytes = 8;
/** More than can be on the way at once: the slots of a run, and the pages that wait for a worker. */
const slotCount = 4096;

export const journalFileOf = (runFile: string): string => `${runFile}.inflight`;

/**
 * Which requests are on their way right now, so that a page that ends the process can be found
 * afterwards. A file of fixed length with one slot of 8 bytes for each request on the way; a slot is
 * written when a request starts and when it ends, a microsecond or two each. The page cache of the
 * system keeps what was written when the process dies; after a power loss it may be wrong, and then
 * it accuses nobody, since only a crash that was seen makes it count.
 */
export class FlightJournal {
  readonly #file: string;
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #id = new Float64Array(1);
  readonly #bytes = new Uint8Array(this.#id.buffer);
  #used = 0;
  #handle: number | null;

  /** Begins anew: what an earlier process has left is forgotten (`readJournal` before). */
  constructor(runFile: string) {
    this.#file = journalFileOf(runFile);
    try {
      this.#handle = openSync(this.#file, 'w');
      // All of it now, so that a disk that fills up later is no matter here.
      writeSync(this.#handle, new Uint8Array(slotCount * slotBytes));
    } catch (error) {
      throw storageError(error, this.#file);
    }
  }

  started(requestId: number): void {
    const slot = this.#slots.get(requestId) ?? this.#free.pop() ?? this.#used++;
    this.#slots.set(requestId, slot);
    this.#write(slot, requestId);
  }

  ended(requestId: number): void {
    const slot = this.#slots.get(requestId);
    if (slot === undefined) return;
    this.#slots.delete(requestId);
    this.#free.push(slot);
    this.#write(slot, 0);
  }

  /** Nothing is on the way any more. */
  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
    try {
      rmSync(this.#file, { force: true });
    } catch {
      // Left in a folder that has become read-only, it means nothing unless a crash follows.
    }
  }

  #write(slot: number, requestId: number): void {
    if (this.#handle === null || slot >= slotCount) return;
    this.#id[0] = requestId;
    try {
      writeSync(this.#handle, this.#bytes, 0, slotBytes, slot * slotBytes);
    } catch {
      // It serves a run that goes on; it must not be what ends one.
      closeSync(this.#handle);
      this.#handle = null;
    }
  }
}

/** The ids of the requests that were on their way when the owner of the run ended; empty where it closed it. */
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
