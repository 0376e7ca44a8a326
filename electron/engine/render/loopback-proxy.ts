import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { plainHost } from '../addresses/plain-host.ts';
import type { Reach } from '../fetch/addresses/reach.ts';
import type { Connections } from '../fetch/connections.ts';
import { basicAuth } from '../logins.ts';
import { Forwarder } from './forwarder.ts';

interface ProxyParts {
  readonly connections: Connections;
  /** What a request of the pages may reach at a host; null: nothing. */
  reachOf(hostname: string): Reach | null;
}

/**
 * The proxy through which the pages of a run load what they ask for: scripts, frames, WebSockets, requests
 * of scripts. It listens on the loopback address alone and demands a login that is made for this run. It
 * applies the rules for addresses to the very connection, and sends what it may through the proxies of the
 * run.
 */
export class LoopbackProxy {
  readonly user = 'trawl';
  readonly password = randomBytes(24).toString('base64url');
  readonly #parts: ProxyParts;
  readonly #server: Server;
  readonly #forwarder: Forwarder;
  readonly #sockets = new Set<Duplex>();
  readonly #closing = new AbortController();

  static async open(parts: ProxyParts): Promise<LoopbackProxy> {
    const proxy = new LoopbackProxy(parts);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  private constructor(parts: ProxyParts) {
    this.#parts = parts;
    this.#forwarder = new Forwarder(parts.connections);
    // Chromium ends requests by itself; slow sites may take as long as the page may.
    this.#server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000 });
    this.#server.on('connection', (socket) => this.#watch(socket));
    this.#server.on('request', (request, response) => this.#request(request, response));
    this.#server.on(
      'connect',
      (request: IncomingMessage, socket: Duplex, head: Buffer) =>
        void this.#tunnel(request, socket, head),
    );
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#forwarder.close();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#isOurs(request)) {
      response.writeHead(407, { 'proxy-authenticate': challenge }).end();
      return;
    }
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : null;
    if (url?.protocol !== 'http:') {
      response.writeHead(400).end();
      return;
    }
    const reach = this.#parts.reachOf(url.hostname);
    if (reach === null) {
      response.writeHead(403).end();
      return;
    }
    const { signal } = this.#closing;
    this.#forwarder
      .forward({ url, reach, request, response, signal })
      .catch(() => response.destroy());
  }

  async #tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const refuse = (status: string): void =>
      void socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    if (!this.#isOurs(request)) {
      // The connection stays: Chromium sends the login on it.
      socket.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: ${challenge}\r\n` +
          'content-length: 0\r\nconnection: close\r\n\r\n',
      );
      return;
    }
    const target = targetOf(request.url ?? '');
    const reach = target === null ? null : this.#parts.reachOf(target.hostname);
    if (target === null || reach === null) {
      refuse('403 Forbidden');
      return;
    }
    const { connections } = this.#parts;
    const order = { ...target, hostname: plainHost(target.hostname), reach, tunnel: true };
    const { signal } = this.#closing;
    const connected = await connections.open(order, signal).catch(() => null);
    if (connected?.kind !== 'connected') {
      refuse('502 Bad Gateway');
      return;
    }
    const site = connected.socket;
    this.#watch(site);
    if (socket.destroyed || signal.aborted) {
      site.destroy();
      return;
    }
    site.setTimeout(0);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.byteLength > 0) site.write(head);
    join(socket, site);
    join(site, socket);
  }

  #isOurs({ headers }: IncomingMessage): boolean {
    const given = Buffer.from(headers['proxy-authorization'] ?? '');
    const wanted = Buffer.from(basicAuth({ user: this.user, password: this.password }));
    return given.byteLength === wanted.byteLength && timingSafeEqual(given, wanted);
  }

  #watch(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

const challenge = 'Basic realm="Trawl"';

/** Bytes of one end go to the other, and so does its end, however it comes. */
function join(from: Duplex | Socket, to: Duplex | Socket): void {
  from.pipe(to);
  from.once('error', () => to.destroy());
  // After a clean end, what has arrived is still on its way to the other end.
  from.once('close', () => {
    if (!from.readableEnded) to.destroy();
  });
}

/** The host and port of a CONNECT, the host as `URL` gives it. */
function targetOf(authority: string): { readonly hostname: string; readonly port: number } | null {
  const port = Number(/:(\d{1,5})$/.exec(authority)?.[1] ?? Number.NaN);
  const url = `https://${authority}`;
  if (!(port > 0 && port < 65_536) || !URL.canParse(url)) return null;
  return { hostname: new URL(url).hostname, port };
}
