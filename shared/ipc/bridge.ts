import type { Reply } from '../errors/trawl-error.ts';
import type { Command, CommandReply, EventName, Events, Params } from './contract.ts';

/**
 * The object that preload puts on the page as `window.trawl`: the page's whole access to the other processes.
 * `DroppedFile` is the DOM's File, whose type this layer does not have.
 */
export interface TrawlBridge<DroppedFile = unknown> {
  invoke<C extends Command>(command: C, params: Params<C>): Promise<Reply<CommandReply<C>>>;
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
  /** Sends a file that was dropped on the window; preload looks up its path. */
  dropFile(jobId: string | null, file: DroppedFile): Promise<Reply<CommandReply<'list.drop'>>>;
  /** Requests the pasted content; to be called once, by the handler of the paste event. */
  takePaste(): Promise<Reply<CommandReply<'paste.take'>>>;
}
