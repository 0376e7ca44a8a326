import { appendFile, open, rm } from 'node:fs/promises';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { replaceFile } from '../../files/replace-file.ts';

export interface ListWritePiece {
  readonly writeId: string;
  readonly piece: number;
  readonly text: string;
  readonly last: boolean;
}

interface OpenWrite {
  readonly order: number;
  readonly file: string;
  nextPiece: number;
}

/** The maximum number of open writes; the oldest was certainly given up. */
const maxOpenWrites = 4;

/**
 * Replaces the list of one job in pieces: the pieces are collected in a file beside it, and the last one puts
 * that file in its place. If writes overlap, the one that began last wins, also when it ends first. Calls
 * must come one at a time.
 */
export function createListWrites(listFile: string) {
  const writes = new Map<string, OpenWrite>();
  let lastOrder = 0;
  let writtenOrder = 0;

  const begin = (): OpenWrite => {
    lastOrder += 1;
    return { order: lastOrder, file: `${listFile}.${process.pid}-${lastOrder}.part`, nextPiece: 0 };
  };
  const giveUp = async (writeId: string): Promise<void> => {
    const write = writes.get(writeId);
    writes.delete(writeId);
    if (write !== undefined) await rm(write.file, { force: true });
  };
  const start = async (writeId: string): Promise<OpenWrite> => {
    await giveUp(writeId);
    const [oldest] = writes.keys();
    if (oldest !== undefined && writes.size >= maxOpenWrites) await giveUp(oldest);
    const write = begin();
    writes.set(writeId, write);
    return write;
  };
  const commit = async (write: OpenWrite): Promise<void> => {
    if (write.order < writtenOrder) {
      await rm(write.file, { force: true });
      return;
    }
    await flush(write.file);
    await replaceFile(write.file, listFile);
    writtenOrder = write.order;
  };
  const add = async ({ writeId, piece, text, last }: ListWritePiece): Promise<void> => {
    const write = piece === 0 ? await start(writeId) : writes.get(writeId);
    if (write === undefined || write.nextPiece !== piece) {
      throw new TrawlError('BAD_MESSAGE', 'The list arrived in the wrong order. Try again.', {
        retryable: true,
      });
    }
    write.nextPiece += 1;
    await appendFile(write.file, text);
    if (!last) return;
    await commit(write);
    writes.delete(writeId);
  };

  return {
    async write(piece: ListWritePiece): Promise<void> {
      try {
        await add(piece);
      } catch (error) {
        await giveUp(piece.writeId);
        throw error;
      }
    },
    /** Replaces the list by the contents that `fill` writes into the file passed to it. */
    async replace(fill: (file: string) => Promise<void>): Promise<void> {
      const write = begin();
      try {
        await fill(write.file);
        await commit(write);
      } catch (error) {
        await rm(write.file, { force: true });
        throw error;
      }
    },
  };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
