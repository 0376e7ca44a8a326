import { once } from 'node:events';
import {
  type AddressInfo,
  connect,
  createServer,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { createDnsCache } from '../../electron/engine/fetch/dns-cache.ts';
import { answer, pageOf } from './hostile-case.ts';

/** A request on the wire, with the parts that the cases need. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The number of earlier requests for the same path. */
  readonly before: number;
}

/** Writes the answer as bytes. A connection that it does not end or destroy stays open for the next request. */
export type Speaker = (socket: Socket, request: WireRequest) => void;

/** The result of a name's look-up; `hangs`: the look-up never ends, `missing`: there is no such name. */
export type NameAnswer = readonly string[] | 'hangs' | 'missing';

/**
 * Servers of raw sockets on this machine, one for each case, so that each is a separate host. Every one of
 * them has good pages at `/good/…`.
 */
export class HostileSite {
  readonly #servers = new Set<Server>();
  readonly #sockets = new Set<Socket>();
  readonly #names = new Map<string, NameAnswer>();
  readonly #closers: (() => unknown)[] = [];

  /** The number of connections that are open on this side. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** The look-ups of the engine under test. */
  readonly lookup: LookupFunction = createDnsCache({
    timeoutMs: 500,
    resolve: (hostname, _options, callback) => {
      const known = this.#names.get(hostname) ?? 'missing';
      if (known === 'hangs') return;
      if (known === 'missing') {
        const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
          code: 'ENOTFOUND',
        });
        setImmediate(() => callback(error, []));
        return;
      }
      const addresses = known.map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      }));
      setImmediate(() => callback(null, addresses));
    },
  });

  name(hostname: string, leadsTo: NameAnswer): string {
    this.#names.set(hostname, leadsTo);
    return hostname;
  }

  onClose(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  /** A server that passes every connection on unchanged. Returns its port. */
  accept(onConnection: (socket: Socket) => void, address = '127.0.0.1'): Promise<number> {
    return this.#listen(createServer(onConnection), address);
  }

  /**
   * A server that reads requests and answers them with the output of `speak`. Returns its port; rejects where
   * another program uses the requested port.
   */
  speak(speak: Speaker, tls?: TlsOptions, port = 0): Promise<number> {
    const serve = (socket: Socket): void => readRequests(socket, speak);
    if (tls === undefined) return this.#listen(createServer(serve), '127.0.0.1', port);
    const server = createTlsServer(tls, serve);
    server.on('tlsClientError', () => undefined);
    return this.#listen(server);
  }

  /** Opens connections until the port accepts no more. */
  async fillQueue(port: number, host: string): Promise<void> {
    // Two failures in a row: on a busy machine, a single one may only be late.
    for (let refused = 0; refused < 2; ) {
      const socket = connect({ port, host });
      socket.on('error', () => socket.destroy());
      this.onClose(() => socket.destroy());
      const taken = await Promise.race([
        new Promise<boolean>((done) => socket.once('connect', () => done(true))),
        new Promise<boolean>((done) => setTimeout(done, 500, false)),
      ]);
      refused = taken ? 0 : refused + 1;
    }
  }

  async close(): Promise<void> {
    for (const closer of this.#closers.splice(0)) await closer();
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(
      [...this.#servers].map((server) => new Promise((done) => server.close(done))),
    );
    this.#servers.clear();
  }

  async #listen(server: Server, address = '127.0.0.1', port = 0): Promise<number> {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      // Without this, the end of a connection that is not read from would never be noticed.
      socket.resume();
      // A client may close its connection at any time; that is no failure of the test.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.listen(port, address);
    await once(server, 'listening');
    this.#servers.add(server);
    return (server.address() as AddressInfo).port;
  }
}

export const goodTitle = (path: string): string => `Good page ${path}`;

function readRequests(socket: Socket, speak: Speaker): void {
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const head = text.slice(0, end);
      text = text.slice(end + 4);
      const request = parse(head);
      if (request.path.startsWith('/good/')) socket.write(answer(pageOf(goodTitle(request.path))));
      else speak(socket, request);
    }
  });
}

const asked = new Map<string, number>();

function parse(head: string): WireRequest {
  const [first = '', ...lines] = head.split('\r\n');
  const path = first.split(' ')[1] ?? '';
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const key = `${headers['host']}${path}`;
  const before = asked.get(key) ?? 0;
  asked.set(key, before + 1);
  return { path, headers, before };
}
