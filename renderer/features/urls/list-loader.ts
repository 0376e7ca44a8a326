import { Text } from '@codemirror/state';
import type { Call } from '#renderer/bridge/client.ts';
import { textOfString } from './list-text.ts';
import { inTurns, type PageTime } from './page-time.ts';

export interface LoadPorts {
  readonly send: Call;
  readonly time: PageTime;
  readonly signal: AbortSignal;
}

/**
 * Reads a job's list piece by piece. `onText` is told the text so far, after every piece; what
 * comes back is the whole.
 */
export async function loadList(
  jobId: string,
  { send, time, signal }: LoadPorts,
  onText: (text: Text, offset: number) => void,
): Promise<Text> {
  let text = Text.empty;
  for (let offset: number | null = 0; offset !== null; ) {
    const piece: { readonly text: string; readonly next: number | null } = await send('list.read', {
      jobId,
      offset,
    });
    text = text.append(await inTurns(textOfString(piece.text), time, signal, () => undefined));
    offset = piece.next;
    onText(text, offset ?? text.length);
    signal.throwIfAborted();
  }
  return text;
}
