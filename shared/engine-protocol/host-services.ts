import { z } from 'zod';

/**
 * The services that the engine requests from its host where the host is Electron's main process: a process
 * that fetches and extracts, which only main may start; the proxies that the system names for an origin; and
 * a port to the browser windows that render pages, which only main may own. These messages travel beside the
 * engine protocol, on the same channel, and each side reports what is neither. The engine chooses `id`, and
 * the reply repeats it.
 */
const id = z.int().min(1);

export const hostRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process-start'), id }),
  z.strictObject({ kind: z.literal('process-kill'), id }),
  z.strictObject({
    kind: z.literal('proxies-find'),
    id,
    origin: z
      .string()
      .max(2000)
      .regex(/^https?:\/\/[^/?#@\s]+$/),
  }),
  z.strictObject({ kind: z.literal('render-host-open'), id }),
]);
export type HostRequest = Readonly<z.infer<typeof hostRequestSchema>>;

export const hostReplySchema = z.discriminatedUnion('kind', [
  /** Comes with the port, as its only transfer. The port closes when the process has ended. */
  z.strictObject({ kind: z.literal('process-port'), id }),
  z.strictObject({
    kind: z.literal('proxies-found'),
    id,
    /** Proxy URLs in the order in which they are tried, and `direct` where none is needed. */
    proxies: z.array(z.string().max(2000)).max(100).readonly(),
  }),
  z.strictObject({ kind: z.literal('proxies-unknown'), id, reason: z.string().max(2000) }),
  /** Comes with the port, as its only transfer: see `rendering.ts` for what is said on it. */
  z.strictObject({ kind: z.literal('render-host-port'), id }),
]);
export type HostReply = Readonly<z.infer<typeof hostReplySchema>>;

/** Whether a message of the shared channel belongs to the engine protocol. */
export function isOfEngineProtocol(message: unknown, kinds: ReadonlySet<string>): boolean {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  return typeof message.kind === 'string' && kinds.has(message.kind);
}

/** The kinds of messages from the engine and to it: see `port.ts`. */
export const engineMessageKinds: ReadonlySet<string> = new Set(['reply', 'event']);
export const hostMessageKinds: ReadonlySet<string> = new Set(['call', 'close']);
