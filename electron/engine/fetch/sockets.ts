/** Connections to one origin that are not in use at the moment. */
export interface IdleConnections {
  readonly sockets: number;
  /** They are not used again. */
  close(): void;
}

/** How many connections a process or thread may have. */
export interface SocketLimits {
  /** Kept for another request. */
  readonly mostIdle: number;
  /** Open in all; so many that the process keeps descriptors for its files, threads and look-ups. */
  readonly mostOpen: number;
}

/** Half as many wait for another request as would be a full set of descriptors of many systems. */
const mostIdle = 256;
/** Files, pipes and threads of the engine itself, with what they may need later. */
const reservedFiles = 64;

/** @param openFiles how many descriptors the system gives the process */
export function socketLimits(openFiles: number): SocketLimits {
  const mostOpen = Math.max(8, Math.floor(openFiles * 0.75) - reservedFiles);
  return { mostOpen, mostIdle: Math.min(mostIdle, Math.ceil(mostOpen / 2)) };
}

/** What each of `count` threads may have, which share the descriptors of their process. */
export function shareOf({ mostIdle, mostOpen }: SocketLimits, count: number): SocketLimits {
  return {
    mostIdle: Math.max(1, Math.floor(mostIdle / count)),
    mostOpen: Math.max(4, Math.floor(mostOpen / count)),
  };
}

/**
 * The connections of a process or thread, over all of its routes: how many there are, and which are kept
 * for another request. Where these are too many, those that were used the longest ago are closed.
 */
export class Sockets {
  readonly #limits: SocketLimits;
  /** The one that has been idle for the longest first. */
  readonly #idle = new Set<IdleConnections>();
  #idleSockets = 0;
  #open = 0;

  constructor(limits: SocketLimits) {
    this.#limits = limits;
  }

  get idle(): number {
    return this.#idleSockets;
  }

  /** Books one more; false where there is no room for it. */
  book(): boolean {
    if (this.#open >= this.#limits.mostOpen) return false;
    this.#open += 1;
    return true;
  }

  /** One that was booked is closed, or never came about. */
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

  /** @param by so many more, or fewer, than it had */
  changed(connections: IdleConnections, by: number): void {
    if (!this.#idle.has(connections)) return;
    this.#idleSockets += by;
    this.#closeDownTo(this.#limits.mostIdle);
  }

  /** Closes half of the idle ones. Returns whether there were any. */
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
