import { type Reply, TrawlError } from '#shared/errors/trawl-error.ts';
import type { TrawlBridge } from '#shared/ipc/bridge.ts';
import type { Command, CommandReply, EventName, Events, Params } from '#shared/ipc/contract.ts';
import { isNews, PacedNews } from './paced-news.ts';

declare global {
  interface Window {
    readonly trawl: TrawlBridge<File>;
  }
}

/** The one way out of the page. Stores take it as a parameter, so that tests bring their own. */
export type Call = <C extends Command>(command: C, params: Params<C>) => Promise<CommandReply<C>>;

/** News that are this old are told, however busy the page is. */
const oldestNewsMs = 1000;

const news = new PacedNews(
  (event, listener) => window.trawl.on(event, listener),
  (callback) => requestIdleCallback(callback, { timeout: oldestNewsMs }),
);

/** Sends a command to main; a refusal comes back as a thrown `TrawlError`. */
export const call: Call = async (command, params) => {
  const reply = await window.trawl.invoke(command, params);
  // What main told before it answered must not come after the answer, as if it were newer.
  news.tellNow();
  return unwrap(reply);
};

/**
 * Listens to an event of main; returns the function that stops listening. What comes many times a
 * second comes when the page has time for it: see `PacedNews`.
 */
export function on<E extends EventName>(
  event: E,
  listener: (payload: Events[E]) => void,
): () => void {
  if (isNews(event)) return news.on(event, listener as (payload: Events[typeof event]) => void);
  return window.trawl.on(event, listener);
}

/** Hands over a file that was dropped on the window: a list for the job, or a job file. */
export async function dropFile(
  jobId: string | null,
  file: File,
): Promise<CommandReply<'list.drop'>> {
  return unwrap(await window.trawl.dropFile(jobId, file));
}

/** What the person pastes; only for the handler of the paste event, and at once. */
export async function takePaste(): Promise<CommandReply<'paste.take'>> {
  return unwrap(await window.trawl.takePaste());
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  const { code, message, retryable } = reply.error;
  throw new TrawlError(code, message, { retryable });
}
