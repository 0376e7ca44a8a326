import { Text } from '@codemirror/state';
import type { Call } from '#renderer/bridge/client.ts';
import type { Pasted } from '#shared/ipc/contract.ts';
import { textOfString } from './list-text.ts';
import { inTurns, type PageTime } from './page-time.ts';

export interface LoadPorts {
  readonly send: Call;
  readonly time: PageTime;
  readonly signal: AbortSignal;
}

/**
 * Reads a job's list piece by piece. `onText` is called with the text so far, after every piece; the whole
 * text is returned.
 */
export function loadList(
  jobId: string,
  ports: LoadPorts,
  onText: (text: Text, offset: number) => void,
): Promise<Text> {
  return load((offset) => ports.send('list.read', { jobId, offset }), ports, onText);
}

/** The whole text of a paste; `onDone` is called with the share that is loaded. */
export async function loadPasted(
  first: Pasted,
  ports: LoadPorts,
  onDone: (share: number) => void,
): Promise<Text> {
  const { pasteId, chars } = first;
  const piece = async (offset: number) =>
    offset === 0 ? first : ports.send('paste.read', { pasteId, offset });
  try {
    return await load(piece, ports, (_text, offset) => onDone(offset / chars));
  } finally {
    await ports.send('paste.end', { pasteId });
  }
}

interface TextPiece {
  readonly text: string;
  /** The start of the next piece; null at the end. */
  readonly next: number | null;
}

async function load(
  read: (offset: number) => Promise<TextPiece>,
  { time, signal }: LoadPorts,
  onText: (text: Text, offset: number) => void,
): Promise<Text> {
  let text = Text.empty;
  let coming: Promise<TextPiece> | null = read(0);
  while (coming !== null) {
    const { text: piece, next }: TextPiece = await coming;
    // The next piece is requested while this one is turned into text.
    coming = next === null ? null : read(next);
    // If this piece is cancelled, the next one is not awaited, and its failure is ignored.
    coming?.catch(() => undefined);
    text = text.append(await inTurns(textOfString(piece), time, signal, () => undefined));
    onText(text, next ?? text.length);
    signal.throwIfAborted();
  }
  return text;
}
