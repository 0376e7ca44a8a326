import type { Reply } from '../errors/trawl-error.ts';
import type { EngineEvent } from './protocol.ts';

/**
 * One end of a channel to or from the engine: a `MessagePort` of Node fits unchanged, Electron's utility
 * process needs a few lines. `close` comes once, when the other end is permanently gone.
 */
export interface EnginePort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  close(): void;
}

/** From a host to the engine. `close` is answered when every run is committed and closed. */
export type HostMessage =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly command: string;
      readonly params: unknown;
    }
  | { readonly kind: 'close'; readonly id: number };

/** From the engine to its host. */
export type EngineMessage =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly event: EngineEvent };
