import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Listening, listening } from '../proxies/listening.ts';

export interface Site extends Listening {
  readonly origin: string;
  readonly requests: readonly IncomingMessage[];
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A site on this machine that records its requests. */
export async function startSite(
  answer: Answer,
  tls?: { readonly key: string; readonly cert: string },
): Promise<Site> {
  const requests: IncomingMessage[] = [];
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    requests.push(request);
    answer(request, response);
  };
  const server = tls ? createTlsServer(tls, serve) : createServer(serve);
  const open = await listening(server);
  return { ...open, requests, origin: `${tls ? 'https' : 'http'}://127.0.0.1:${open.port}` };
}
