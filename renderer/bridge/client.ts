import { type Reply, TrawlError } from '#shared/errors/trawl-error.ts';
import type { TrawlBridge } from '#shared/ipc/bridge.ts';
import type { Command, CommandReply, EventName, Events, Params } from '#shared/ipc/contract.ts';
import { isNews, PacedNews } from './paced-news.ts';

declare global {
  interface Window {
    readonly trawl: TrawlBridge<File>;
  }
}

/** The only way out of the page. Stores take it as a parameter, so that tests can replace it. */
export type Call = <C extends Command>(command: C, params: Params<C>) => Promise<CommandReply<C>>;

/** News of this age are delivered even while the page is busy. */
const oldestNewsMs = 1000;

const news = new PacedNews(
  (event, listener) => window.trawl.on(event, listener),
  (callback) => requestIdleCallback(callback, { timeout: oldestNewsMs }),
);

/** Sends a command to main; a refusal comes back as a thrown `TrawlError`. */
export const call: Call = async (command, params) => {
  const reply = await window.trawl.invoke(command, params);
  // News that main sent before its answer must not be delivered after the answer, as if they were newer.
  news.tellNow();
  return unwrap(reply);
};

/**
 * Listens to an event of main; returns the function that stops listening. Events that are sent many times a
 * second are delivered when the page is idle: see `PacedNews`.
 */
export function on<E extends EventName>(
  event: E,
  listener: (payload: Events[E]) => void,
): () => void {
  if (isNews(event)) return news.on(event, listener as (payload: Events[typeof event]) => void);
  return window.trawl.on(event, listener);
}

/** Sends a file that was dropped on the window: a list for the job, or a job file. */
export async function dropFile(
  jobId: string | null,
  file: File,
): Promise<CommandReply<'list.drop'>> {
  return unwrap(await window.trawl.dropFile(jobId, file));
}

/** The pasted content; to be called only in the handler of the paste event, and synchronously. */
export async function takePaste(): Promise<CommandReply<'paste.take'>> {
  return unwrap(await window.trawl.takePaste());
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  const { code, message, retryable } = reply.error;
  throw new TrawlError(code, message, { retryable });
}
