import type { Reply } from '../errors/trawl-error.ts';
import type { Command, CommandReply, EventName, Events, Params } from './contract.ts';

/**
 * What preload puts on the page as `window.trawl`: the whole of what the page can ask of the rest.
 * `DroppedFile` is the DOM's File, which this layer does not know.
 */
export interface TrawlBridge<DroppedFile = unknown> {
  invoke<C extends Command>(command: C, params: Params<C>): Promise<Reply<CommandReply<C>>>;
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Takes a file that was dropped on the window; preload looks up its path. */
  dropFile(jobId: string | null, file: DroppedFile): Promise<Reply<CommandReply<'list.drop'>>>;
  /** Asks for what is pasted; to be called once, by the handler of the paste event. */
  takePaste(): Promise<Reply<CommandReply<'paste.take'>>>;
}
