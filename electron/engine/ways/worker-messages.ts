import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopData, HopResult } from '../fetch/hop-messages.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { SocketLimits } from '../fetch/sockets.ts';
import type { KeepRules } from '../ports/kept-page.ts';

/** The messages to a worker that fetches and extracts; several are sent as one. */
export type ToWorker =
  /** Sent first. */
  | {
      readonly kind: 'rules';
      readonly rules: ExtractRules;
      readonly extractDeadlineMs: number;
      readonly beatMs: number;
      readonly sockets: SocketLimits;
    }
  /** Sent before the first order that names the route. */
  | { readonly kind: 'route'; readonly id: number; readonly route: RouteDescription }
  | {
      readonly kind: 'hop';
      readonly id: number;
      readonly route: number;
      readonly order: WorkerOrder;
    }
  /** The result is not needed any more: the hop ends, and no answer is sent. */
  | { readonly kind: 'cut'; readonly id: number }
  | { readonly kind: 'found'; readonly id: number; readonly found: LookedUp };

export interface WorkerOrder extends HopData {
  /** Set if the page is to be kept. */
  readonly keep?: KeepRules;
}

/** The messages from a worker. */
export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly result: HopResult }
  /** The engine looks names up, and caches the answers for all workers. */
  | { readonly kind: 'look-up'; readonly id: number; readonly hostname: string }
  /**
   * The event loop of the worker turns; `busy`: the share of the time since the last beat in which it was
   * busy. A process adds the resources that it has used so far.
   */
  | { readonly kind: 'beat'; readonly busy: number; readonly usage: Usage | null };

export type LookedUp =
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

interface Address {
  readonly address: string;
  readonly family: number;
}

/** The resources that a process uses: memory now, processor time since its start. */
export interface Usage {
  readonly rssBytes: number;
  readonly cpuMs: number;
}
