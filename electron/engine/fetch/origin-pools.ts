import type { buildConnector as connectors, Dispatcher, Pool as UndiciPool } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Exchange } from './exchange.ts';
import type { IdleConnections, Sockets } from './sockets.ts';

type Request = Dispatcher.DispatchOptions & { readonly origin: string };

/**
 * A pool of connections for each origin, created at its first use and removed when it has no connections
 * left. undici's own agent keeps them all until their servers or ten idle seconds close them.
 */
export class OriginPools {
  readonly #connect: connectors.connector;
  readonly #all: Sockets;
  readonly #pools = new Map<string, OriginPool>();

  constructor(connect: connectors.connector, all: Sockets) {
    this.#connect = connect;
    this.#all = all;
  }

  dispatch(request: Request, exchange: Exchange): void {
    const { origin } = request;
    let pool = this.#pools.get(origin);
    if (pool === undefined) {
      const made = new OriginPool(origin, this.#connect, this.#all, () => {
        if (this.#pools.get(origin) === made) this.#pools.delete(origin);
      });
      this.#pools.set(origin, made);
      pool = made;
    }
    pool.dispatch(request, exchange);
  }

  async destroy(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}

class OriginPool implements IdleConnections {
  readonly #pool: UndiciPool;
  readonly #all: Sockets;
  readonly #forget: () => void;
  #exchanges = 0;
  #sockets = 0;
  #closed = false;

  constructor(origin: string, connect: connectors.connector, all: Sockets, forget: () => void) {
    this.#all = all;
    this.#forget = forget;
    this.#pool = new Pool(origin, {
      connect,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      maxHeaderSize: 65_536,
    });
    this.#pool.on('connect', () => this.#changed(1));
    this.#pool.on('disconnect', () => this.#changed(-1));
  }

  get sockets(): number {
    return this.#sockets;
  }

  dispatch(request: Request, exchange: Exchange): void {
    if (this.#exchanges === 0) this.#all.remove(this);
    this.#exchanges += 1;
    exchange.whenOver(() => {
      this.#exchanges -= 1;
      if (this.#exchanges > 0 || this.#closed) return;
      if (this.#sockets === 0) this.close();
      else this.#all.add(this);
    });
    this.#pool.dispatch(request, exchange);
  }

  /** Requests under way finish first. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#forget();
    void this.#pool.close();
  }

  destroy(): Promise<void> {
    this.#closed = true;
    this.#all.remove(this);
    return this.#pool.destroy();
  }

  #changed(by: number): void {
    this.#sockets += by;
    this.#all.changed(this, by);
    if (this.#sockets > 0 || this.#exchanges > 0) return;
    this.#all.remove(this);
    this.close();
  }
}
