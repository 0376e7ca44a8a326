import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopOrder, HopResult } from '../fetch/hop-messages.ts';
import type { RouteDescription } from '../fetch/route.ts';
import type { SocketLimits } from '../fetch/sockets.ts';

/** What a worker that fetches and extracts is told, several things in one message. */
export type ToWorker =
  /** Comes first. */
  | {
      readonly kind: 'rules';
      readonly rules: ExtractRules;
      readonly extractDeadlineMs: number;
      readonly beatMs: number;
      readonly sockets: SocketLimits;
    }
  /** Comes before the first order that names it. */
  | { readonly kind: 'route'; readonly id: number; readonly route: RouteDescription }
  | { readonly kind: 'hop'; readonly id: number; readonly route: number; readonly order: HopOrder }
  /** Its result is not needed any more: it ends, and no answer is sent. */
  | { readonly kind: 'cut'; readonly id: number }
  | { readonly kind: 'found'; readonly id: number; readonly found: LookedUp };

/** What it says. */
export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly result: HopResult }
  /** Names are looked up by the engine, which keeps the answers for all workers. */
  | { readonly kind: 'look-up'; readonly id: number; readonly hostname: string }
  /**
   * Its event loop turns; `busy`: the share of the time since the last beat in which it was at work.
   * Of a process, with what it has cost so far.
   */
  | { readonly kind: 'beat'; readonly busy: number; readonly usage: Usage | null };

export type LookedUp =
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[] }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined };

interface Address {
  readonly address: string;
  readonly family: number;
}

/** What a process costs: memory now, processor time since its start. */
export interface Usage {
  readonly rssBytes: number;
  readonly cpuMs: number;
}
