import type { LookupFunction, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { buildConnector as connectors, Dispatcher } from 'undici';
import type { ProxyAddress } from '#shared/job/proxy.ts';
import { basicAuth } from '../logins.ts';
import { guardedLookup, isAllowed, refusedAddress } from './addresses/guarded-lookup.ts';
import type { Reach } from './addresses/reach.ts';
import { createConnector } from './connector.ts';
import type { Exchange } from './exchange.ts';
import { dispatchLeniently } from './lenient-dispatch.ts';
import { OriginPools } from './origin-pools.ts';
import { withRoom } from './out-of-files.ts';
import { isForwarded, isThere, proxyConnector } from './proxies/proxy-connector.ts';
import type { Sockets } from './sockets.ts';

/** The data of a route that can be sent to a worker, which creates the same route there. */
export interface RouteDescription {
  readonly connectTimeoutMs: number;
  readonly ca?: readonly string[] | undefined;
  readonly ignoreTlsErrors: boolean;
  /** Null: directly to the sites. */
  readonly proxy: ProxyAddress | null;
}

export interface RouteOptions extends RouteDescription {
  readonly lookup: LookupFunction;
  /** Shared by all routes of the process or thread. */
  readonly sockets: Sockets;
}

/** The parts of a request that do not depend on its route. */
interface RouteRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly reach: Reach;
  /** On a connection of its own, with the lenient reader. */
  readonly lenient: boolean;
  /** With the lenient reader, an answer in chunks may lack the last one. */
  readonly takesUnended: boolean;
}

/** The end of a connection. */
export interface ConnectionTarget {
  /** Without brackets. */
  readonly hostname: string;
  readonly port: number;
  readonly reach: Reach;
  /** The bytes are the site's; else they are requests in plain HTTP, which a proxy may answer itself. */
  readonly tunnel: boolean;
}

interface Paths {
  readonly connect: connectors.connector;
  readonly pools: OriginPools;
}

/**
 * A route to the sites, with its pools of connections: one for each origin, kept alive between requests.
 * Each reach has its own pools, so that a request never uses a connection that it was not allowed to make,
 * such as one to a private address that another request opened.
 */
export class Route {
  readonly description: RouteDescription;
  readonly #options: RouteOptions;
  readonly #paths = new Map<Reach, Paths>();
  /** Origins with an invalid certificate that was accepted. */
  readonly #untrusted = new Set<string>();

  constructor(options: RouteOptions) {
    this.#options = options;
    const { lookup: _, sockets: __, ...description } = options;
    this.description = description;
  }

  dispatch(request: RouteRequest, exchange: Exchange): void {
    const { url, headers, headersTimeoutMs, bodyTimeoutMs } = request;
    const path = url.pathname + url.search;
    const forwarded = this.forwards(url);
    const options = {
      origin: url.origin,
      path: forwarded ? url.origin + path : path,
      method: 'GET',
      headers: forwarded ? { ...headers, ...this.#proxyAuth() } : headers,
      headersTimeout: headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
    } satisfies Dispatcher.DispatchOptions;
    const { pools, connect } = this.#pathsTo(request.reach);
    if (request.lenient) dispatchLeniently(connect, options, exchange, request.takesUnended);
    else pools.dispatch(options, exchange);
  }

  /**
   * A connection to a site for requests that are not made here, without TLS. Through a proxy it is a tunnel
   * or, for requests that the proxy itself answers, the connection to it. Rejects with the error of the
   * socket or of the proxy.
   */
  connect({ hostname, port, reach, tunnel }: ConnectionTarget): Promise<Socket> {
    const host = hostname.includes(':') ? `[${hostname}]` : hostname;
    const target = {
      hostname,
      host: `${host}:${port}`,
      protocol: tunnel ? 'tunnel:' : 'http:',
      port: String(port),
    };
    return new Promise((resolve, reject) => {
      this.#pathsTo(reach).connect(target, (error, socket) => {
        if (error === null) resolve(socket);
        else reject(error);
      });
    });
  }

  /** Whether a proxy itself answers for such a URL, instead of the site through a tunnel. */
  forwards(url: URL): boolean {
    const { proxy } = this.#options;
    return proxy !== null && isForwarded(proxy, url.protocol);
  }

  get proxy(): ProxyAddress | null {
    return this.#options.proxy;
  }

  /** Whether the certificate of this site is invalid, and was accepted. */
  isUntrusted(url: URL): boolean {
    return this.#untrusted.has(url.origin);
  }

  /** Whether the proxy can still be connected to. */
  async proxyIsThere(): Promise<boolean> {
    const { proxy } = this.#options;
    return proxy === null || isThere(proxy, this.#proxyOptions());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#paths.values()].map(({ pools }) => pools.destroy()));
  }

  #pathsTo(reach: Reach): Paths {
    const known = this.#paths.get(reach);
    if (known !== undefined) return known;
    const { proxy } = this.#options;
    const made = proxy === null ? this.#direct(reach) : proxyConnector(proxy, this.#proxyOptions());
    const trusting = this.#options.ignoreTlsErrors ? this.#watched(made) : made;
    const connect = withRoom(trusting, this.#options.sockets);
    const paths: Paths = { connect, pools: new OriginPools(connect, this.#options.sockets) };
    this.#paths.set(reach, paths);
    return paths;
  }

  #direct(reach: Reach): connectors.connector {
    const { connectTimeoutMs, lookup } = this.#options;
    const connect = createConnector({
      timeout: connectTimeoutMs,
      lookup: guardedLookup(lookup, reach),
      ...this.#tls(),
    });
    return (target, callback) => {
      // An IP address in the URL needs no look-up.
      if (isAllowed(reach, target.hostname)) connect(target, callback);
      else queueMicrotask(() => callback(refusedAddress(target.hostname, target.hostname), null));
    };
  }

  #proxyOptions() {
    const { connectTimeoutMs, lookup } = this.#options;
    return { timeoutMs: connectTimeoutMs, lookup, tls: this.#tls(), proxyTls: this.#trust() };
  }

  /** A resumed TLS session is not checked against the name of the host again, so the first result is kept. */
  #watched(connect: connectors.connector): connectors.connector {
    return (target, callback) =>
      connect(target, (...result) => {
        const [, socket] = result;
        if (socket instanceof TLSSocket && target.protocol === 'https:' && !socket.authorized) {
          this.#untrusted.add(new URL(`https://${target.host}`).origin);
        }
        callback(...result);
      });
  }

  #tls() {
    return { ...this.#trust(), rejectUnauthorized: !this.#options.ignoreTlsErrors };
  }

  #trust() {
    const { ca } = this.#options;
    return ca === undefined ? {} : { ca: [...ca] };
  }

  #proxyAuth(): Readonly<Record<string, string>> {
    const login = this.#options.proxy?.login ?? null;
    return login === null ? {} : { 'proxy-authorization': basicAuth(login) };
  }
}
