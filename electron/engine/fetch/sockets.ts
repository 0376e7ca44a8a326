/** Connections to one origin that are not in use at the moment. */
export interface IdleConnections {
  readonly sockets: number;
  /** The connections are not used again. */
  close(): void;
}

/** The limits for the connections of a process or thread. */
export interface SocketLimits {
  /** The number of connections kept for another request. */
  readonly mostIdle: number;
  /**
   * The number of open connections in all; the process needs further descriptors for files, threads and
   * look-ups.
   */
  readonly mostOpen: number;
}

/** The connections kept for another request; twice this number would use all descriptors on many systems. */
const mostIdle = 256;
/** Files, pipes and threads of the engine itself, with a reserve for later ones. */
const reservedFiles = 64;

/** @param openFiles the number of descriptors that the system allows the process */
export function socketLimits(openFiles: number): SocketLimits {
  const mostOpen = Math.max(8, Math.floor(openFiles * 0.75) - reservedFiles);
  return { mostOpen, mostIdle: Math.min(mostIdle, Math.ceil(mostOpen / 2)) };
}

/** The limits for each of `count` threads, which share the descriptors of their process. */
export function shareOf({ mostIdle, mostOpen }: SocketLimits, count: number): SocketLimits {
  return {
    mostIdle: Math.max(1, Math.floor(mostIdle / count)),
    mostOpen: Math.max(4, Math.floor(mostOpen / count)),
  };
}

/**
 * The connections of a process or thread, over all of its routes: their number, and those that are kept for
 * another request. If these are too many, those that were used the longest ago are closed.
 */
export class Sockets {
  readonly #limits: SocketLimits;
  /** In the order in which they became idle, the oldest first. */
  readonly #idle = new Set<IdleConnections>();
  #idleSockets = 0;
  #open = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  get idle(): number {
    return this.#idleSockets;
  }

  /** Books one more connection; returns false if there is no room for it. */
  book(): boolean {
    if (this.#open >= this.#limits.mostOpen) return false;
    this.#open += 1;
    return true;
  }

  /** A booked connection is closed, or was never made. */
  closed(): void {
    this.#open -= 1;
  }

  add(connections: IdleConnections): void {
    this.#idle.add(connections);
    this.changed(connections, connections.sockets);
  }

  remove(connections: IdleConnections): void {
    if (this.#idle.delete(connections)) this.#idleSockets -= connections.sockets;
  }

  /** @param by the change in the number of its connections */
  changed(connections: IdleConnections, by: number): void {
    if (!this.#idle.has(connections)) return;
    this.#idleSockets += by;
    this.#closeDownTo(this.#limits.mostIdle);
  }

  /** Closes half of the idle connections. Returns whether there were any. */
  makeRoom(): boolean {
    const some = this.#idleSockets > 0;
    this.#closeDownTo(Math.floor(this.#idleSockets / 2));
    return some;
  }

  #closeDownTo(most: number): void {
    for (const oldest of this.#idle) {
      if (this.#idleSockets <= most) return;
      this.remove(oldest);
      oldest.close();
    }
  }
}
