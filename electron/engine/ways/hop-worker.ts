import type { LookupFunction } from 'node:net';
import { assertNever } from '#shared/assert-never.ts';
import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopOrder, HopResult } from '../fetch/hop-messages.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { SocketLimits } from '../fetch/sockets.ts';
import { Outbox } from './outbox.ts';
import type { WorkerLife } from './worker-life.ts';
import type { FromWorker, LookedUp, ToWorker, Usage } from './worker-messages.ts';

/** A hop on its way. */
export interface Flight {
  readonly id: number;
  readonly route: RouteDescription;
  readonly order: HopOrder;
  /** When it was ordered, by `performance.now()`: what was lost with a worker counts for its time limit. */
  readonly sinceMs: number;
  /** Workers that ended while they had it. */
  ends: number;
  /** It may be the cause: it is tried alone, to see whether it is. */
  suspect: boolean;
  readonly done: (result: HopResult) => void;
}

interface HopWorkerOptions {
  readonly life: WorkerLife;
  readonly rules: ExtractRules;
  readonly lookup: LookupFunction;
  /** The longest that reading one page may take. */
  readonly extractDeadlineMs: number;
  readonly beatMs: number;
  readonly sockets: SocketLimits;
  readonly onRoom: () => void;
  readonly onEnd: (why: Failure, left: readonly Flight[]) => void;
}

/** One worker and the hops that it has. */
export class HopWorker {
  readonly flights = new Map<number, Flight>();
  usage: Usage | null = null;
  /** The share of the last moments in which its event loop was at work. */
  busy = 0;
  /** Looks at it since it last said anything. */
  silentLooks = 0;
  /** It has started: its event loop has turned once. */
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

  /** A suspect has its worker alone. */
  get hasSuspect(): boolean {
    for (const { suspect } of this.flights.values()) return suspect;
    return false;
  }

  send(flight: Flight): void {
    const { id, route } = flight;
    this.flights.set(id, flight);
    const spentMs = performance.now() - flight.sinceMs;
    const order = { ...flight.order, remainingMs: Math.max(0, flight.order.remainingMs - spentMs) };
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
