import type { LookupFunction } from 'node:net';
import { assertNever } from '#shared/assert-never.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopOrder, HopResult } from '../fetch/hop-messages.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { SocketLimits } from '../fetch/sockets.ts';
import type { WorkerLife } from '../workers/worker-life.ts';
import { Outbox } from './outbox.ts';
import type { FromWorker, LookedUp, ToWorker, Usage } from './worker-messages.ts';

/** A hop under way. */
export interface Flight {
  readonly id: number;
  readonly route: RouteDescription;
  readonly order: HopOrder;
  /** The time of its order, by `performance.now()`: time lost with a worker counts towards its time limit. */
  readonly sinceMs: number;
  /** The number of workers that ended while they made this hop. */
  ends: number;
  /** The hop may be the cause: it is tried alone to find out. */
  suspect: boolean;
  readonly done: (result: HopResult) => void;
}

interface HopWorkerOptions {
  readonly life: WorkerLife;
  readonly rules: ExtractRules;
  readonly lookup: LookupFunction;
  /** The longest time for reading one page. */
  readonly extractDeadlineMs: number;
  readonly beatMs: number;
  readonly sockets: SocketLimits;
  readonly onRoom: () => void;
  readonly onEnd: (why: Failure, left: readonly Flight[]) => void;
}

/** One worker and its hops. */
export class HopWorker {
  readonly flights = new Map<number, Flight>();
  usage: Usage | null = null;
  /** The share of the last moments in which its event loop was busy. */
  busy = 0;
  /** The number of checks since its last message. */
  silentLooks = 0;
  /** The worker has started: its event loop has turned once. */
  hasStarted = false;
  readonly #options: HopWorkerOptions;
  readonly #outbox: Outbox<ToWorker>;
  readonly #routes = new Map<RouteDescription, number>();

  constructor(options: HopWorkerOptions) {
    this.#options = options;
    const { life, rules, extractDeadlineMs, beatMs, sockets } = options;
    this.#outbox = new Outbox((messages) => life.port.postMessage(messages));
    this.#outbox.add({ kind: 'rules', rules, extractDeadlineMs, beatMs, sockets });
    life.port.on('message', (messages) => {
      this.silentLooks = 0;
      this.hasStarted = true;
      for (const message of messages as readonly FromWorker[]) this.#take(message);
    });
    life.onExit((why) => {
      const left = [...this.flights.values()];
      this.flights.clear();
      options.onEnd(why, left);
    });
  }

  /** A suspect is alone in its worker. */
  get hasSuspect(): boolean {
    for (const { suspect } of this.flights.values()) return suspect;
    return false;
  }

  send(flight: Flight): void {
    const { id, route, sinceMs } = flight;
    this.flights.set(id, flight);
    const { keep, ...hop } = flight.order;
    const spentMs = performance.now() - sinceMs;
    const order = {
      ...hop,
      remainingMs: Math.max(0, hop.remainingMs - spentMs),
      ...(keep && { keep: keep() }),
    };
    this.#outbox.add({ kind: 'hop', id, route: this.#routeId(route), order });
  }

  cut(id: number): void {
    if (!this.flights.delete(id)) return;
    this.#outbox.add({ kind: 'cut', id });
    this.#options.onRoom();
  }

  kill(): void {
    this.#options.life.kill();
  }

  #routeId(route: RouteDescription): number {
    const known = this.#routes.get(route);
    if (known !== undefined) return known;
    const id = this.#routes.size;
    this.#routes.set(route, id);
    this.#outbox.add({ kind: 'route', id, route });
    return id;
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case 'result': {
        const flight = this.flights.get(message.id);
        this.flights.delete(message.id);
        flight?.done(message.result);
        this.#options.onRoom();
        break;
      }
      case 'look-up':
        this.#lookUp(message.id, message.hostname);
        break;
      case 'beat':
        this.usage = message.usage;
        this.busy = message.busy;
        break;
      default:
        assertNever(message);
    }
  }

  #lookUp(id: number, hostname: string): void {
    const found = (found: LookedUp): void => this.#outbox.add({ kind: 'found', id, found });
    this.#options.lookup(hostname, { all: true }, (error, addresses) => {
      if (error !== null) found({ kind: 'failed', message: error.message, code: error.code });
      else if (typeof addresses === 'string') found({ kind: 'addresses', addresses: [] });
      else found({ kind: 'addresses', addresses });
    });
  }
}
