import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
  request as send,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { plainHost } from '../addresses/plain-host.ts';
import type { Reach } from '../fetch/addresses/reach.ts';
import type { Connected, Connections } from '../fetch/connections.ts';
import { basicAuth } from '../logins.ts';

interface Forwarded {
  readonly url: URL;
  readonly reach: Reach;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
}

/** Headers of a connection, and not of a request (RFC 9110, section 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set([
  ...['connection', 'proxy-connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding'],
  ...['upgrade', 'proxy-authorization', 'proxy-authenticate'],
]);

/** As browsers take them: lenient, and with large headers. */
const asBrowsersRead = {
  insecureHTTPParser: true,
  maxHeaderSize: 262_144,
  setHost: false,
} as const;

/** Sends the plain HTTP requests of rendered pages on, and their answers back, as they are. */
export class Forwarder {
  readonly #connections: Connections;
  /** Connections that are used again, apart for each reach, as those of the run's own fetches are. */
  readonly #agents = new Map<Reach, Agent>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async forward({ url, reach, request, response, signal }: Forwarded): Promise<void> {
    const options: RequestOptions = {
      ...asBrowsersRead,
      method: request.method ?? 'GET',
      host: plainHost(url.hostname),
      port: url.port === '' ? 80 : url.port,
      path: url.pathname + url.search,
      headers: withoutHopByHop(request),
    };
    if (this.#connections.isDirect) {
      this.#send({ ...options, agent: this.#agentFor(reach, signal) }, request, response);
      return;
    }
    const connected = await this.#open(options, reach, signal);
    if (connected.kind === 'failed') {
      response.writeHead(502).end();
      return;
    }
    const { socket, answeredBy } = connected;
    const through = answeredBy === null ? {} : { path: url.origin + options.path };
    const headers = [...withoutHopByHop(request), 'connection', 'close'];
    if (answeredBy?.login) headers.push('proxy-authorization', basicAuth(answeredBy.login));
    this.#send(
      // Without an agent: one would make a connection of its own.
      { ...options, ...through, headers, createConnection: () => socket },
      request,
      response,
    );
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  #send(options: RequestOptions, request: IncomingMessage, response: ServerResponse): void {
    const sent: ClientRequest = send(options);
    sent.on('response', (answer) => {
      try {
        // Without the words beside the status, which may hold bytes that cannot be sent on.
        response.writeHead(answer.statusCode ?? 502, headersOf(answer));
      } catch {
        // A status that is none.
        answer.destroy();
        response.destroy();
        return;
      }
      answer.on('error', () => response.destroy());
      answer.pipe(response);
    });
    sent.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on('close', () => sent.destroy());
    request.on('error', () => sent.destroy());
    request.pipe(sent);
  }

  #agentFor(reach: Reach, signal: AbortSignal): Agent {
    const known = this.#agents.get(reach);
    if (known !== undefined) return known;
    const agent = new KeptConnections((options) => this.#open(options, reach, signal));
    this.#agents.set(reach, agent);
    return agent;
  }

  #open(options: RequestOptions, reach: Reach, signal: AbortSignal): Promise<Connected> {
    const { host, port } = options;
    const target = { hostname: host ?? '', port: Number(port), reach, tunnel: false };
    return this.#connections.open(target, signal);
  }
}

type Opened = (error: Error | null, socket: Duplex) => void;

/** Node's own store of connections, over those that are opened by the rules of the run. */
class KeptConnections extends Agent {
  readonly #open: (options: RequestOptions) => Promise<Connected>;

  constructor(open: (options: RequestOptions) => Promise<Connected>) {
    super({ keepAlive: true, maxFreeSockets: 64 });
    this.#open = open;
  }

  override createConnection(options: RequestOptions, opened?: Opened): undefined {
    const failed = (error: Error): void =>
      (opened as ((error: Error) => void) | undefined)?.(error);
    this.#open(options).then(
      (connected) => {
        if (connected.kind === 'connected') opened?.(null, connected.socket);
        else failed?.(new Error(connected.failure.message));
      },
      (error: Error) => failed?.(error),
    );
  }
}

/**
 * The headers of an answer that can be sent on. Its length is left out where it comes in chunks: one of the two
 * would be wrong.
 */
function headersOf(answer: IncomingMessage): string[] {
  const inChunks = answer.headers['transfer-encoding'] !== undefined;
  const kept: string[] = [];
  const all = withoutHopByHop(answer);
  for (let index = 0; index < all.length; index += 2) {
    const [name = '', value = ''] = all.slice(index, index + 2);
    if (inChunks && name.toLowerCase() === 'content-length') continue;
    if (isSendable(name, value)) kept.push(name, value);
  }
  return kept;
}

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

/** The headers as they came, in their order: name, value, name, value. */
function withoutHopByHop({ rawHeaders }: IncomingMessage): string[] {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!hopByHop.has(name.toLowerCase())) kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}
