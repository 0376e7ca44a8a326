import { z } from 'zod';

/**
 * The services that the engine requests from its host where the host is Electron's main process: a process
 * that fetches and extracts, which only main may start, and the proxies that the system names for an origin.
 * These messages travel beside the engine protocol, on the same channel. The engine chooses `id`, and the
 * reply repeats it.
 */
const id = z.int().min(1);
export const hostWishSchema = z.discriminatedUnion('kind', [
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
]);
export type HostWish = Readonly<z.infer<typeof hostWishSchema>>;

/** Comes with the port, as its only transfer. The port closes when the process has ended. */
export const processPortSchema = z.strictObject({ kind: z.literal('process-port'), id });
export type ProcessPort = Readonly<z.infer<typeof processPortSchema>>;

export const proxiesReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('proxies-found'),
    id,
    /** Proxy URLs in the order in which they are tried, and `direct` where none is needed. */
    proxies: z.array(z.string().max(2000)).max(100).readonly(),
  }),
  z.strictObject({ kind: z.literal('proxies-unknown'), id, reason: z.string().max(2000) }),
]);
export type ProxiesReply = Readonly<z.infer<typeof proxiesReplySchema>>;
