import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { storageError } from './storage-error.ts';

const slotBytes = 8;
/** More than can be on the way at once: the slots of a run, and the pages that wait for a worker. */
const slotCount = 4096;
const blank = new Uint8Array(slotCount * slotBytes);

export const journalFileOf = (runFile: string): string => `${runFile}.inflight`;

/**
 * Which requests are on their way right now, so that a page that ends the process can be found
 * afterwards. A file of fixed length with one slot of 8 bytes for each request on the way, written
 * when it starts, which takes a microsecond or two. That it has ended is not: its slot is written over
 * by the next one to start, and all of them once nothing is on the way. So some that have just ended
 * may come under suspicion too, but one that runs alone stands there alone, and only while it runs.
 * The page cache of the system keeps what was written when the process dies; after a power loss it
 * may be wrong, which does no harm: it counts only after a crash that was seen.
 */
export class FlightJournal {
  readonly #file: string;
  readonly #slots = new Map<number, number>();
  #free: number[] = [];
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

  #write(bytes: Uint8Array, length: number, at: number): void {
    if (this.#handle === null) return;
    try {
      writeSync(this.#handle, bytes, 0, length, at);
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
