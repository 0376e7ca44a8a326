import { open } from 'node:fs/promises';
import { TextDecoder as StandardDecoder } from '@exodus/bytes/encoding.js';

export interface TextPiece {
  readonly text: string;
  /** Bytes of the file read so far. */
  readonly bytes: number;
}

interface StreamDecoder {
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

const pieceBytes = 262_144;

/**
 * A text file in pieces, whatever wrote it: UTF-8, UTF-16 by its byte order mark, else (when the
 * first bytes are no UTF-8) windows-1252, the old default of spreadsheets.
 */
export async function* readText(path: string, signal?: AbortSignal): AsyncGenerator<TextPiece> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(pieceBytes);
    let decoder: StreamDecoder | null = null;
    let bytes = 0;
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, pieceBytes);
      const piece = buffer.subarray(0, bytesRead);
      decoder ??= decoderFor(piece);
      if (bytesRead === 0) {
        const rest = decoder.decode();
        if (rest !== '') yield { text: rest, bytes };
        return;
      }
      bytes += bytesRead;
      yield { text: decoder.decode(piece, { stream: true }), bytes };
    }
  } finally {
    await file.close();
  }
}

function decoderFor(start: Uint8Array): StreamDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new StandardDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new StandardDecoder('utf-16be');
  // A character may be cut by the end of the piece: a stream is not yet wrong there.
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
  } catch {
    return new StandardDecoder('windows-1252'); // The answer to the question, not an error.
  }
  return new TextDecoder('utf-8');
}
