import { type FileHandle, open } from 'node:fs/promises';

const pieceBytes = 1_048_576;
const lineEnd = 0x0a;

export interface ListPiece {
  readonly text: string;
  /** The position of the next piece; null at the end. */
  readonly next: number | null;
}

/**
 * A piece of a list, cut behind a line end. A line longer than a piece is cut between two
 * characters. A list that was never written is empty.
 */
export async function readListPiece(
  file: string,
  offset: number,
  bytes = pieceBytes,
): Promise<ListPiece> {
  const handle = await openIfThere(file);
  if (handle === null) return { text: '', next: null };
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, offset);
    const piece = buffer.subarray(0, bytesRead);
    const { size } = await handle.stat();
    if (offset + bytesRead >= size) return { text: piece.toString('utf8'), next: null };
    const cut = piece.lastIndexOf(lineEnd) + 1 || endOfLastCharacter(piece);
    return { text: piece.toString('utf8', 0, cut), next: offset + cut };
  } finally {
    await handle.close();
  }
}

/** Whether any line of the list has something to fetch. Reading stops at the first one. */
export async function hasLines(file: string): Promise<boolean> {
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: ListPiece = await readListPiece(file, offset);
    if (/^[^\S\n]*[^\s#]/m.test(piece.text)) return true;
    offset = piece.next;
  }
  return false;
}

/** UTF-8 continuation bytes are 10xxxxxx: a cut must not separate them from their character. */
function endOfLastCharacter(piece: Buffer): number {
  for (let back = 1; back <= 4 && back < piece.length; back += 1) {
    const byte = piece[piece.length - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? piece.length - back : piece.length;
  }
  return piece.length;
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
