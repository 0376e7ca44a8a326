import { z } from 'zod';

/**
 * What the engine asks of Electron's main process, which alone may start processes: one that fetches
 * and extracts, with a port to it. These go beside the engine protocol, on the same channel. That a
 * process has ended is told by its port, which closes.
 */
const id = z.int().min(1);
export const processWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process-start'), id }),
  z.strictObject({ kind: z.literal('process-kill'), id }),
]);
export type ProcessWish = Readonly<z.infer<typeof processWishSchema>>;

/** Comes with the port, as its only transfer. */
export const processPortSchema = z.strictObject({ kind: z.literal('process-port'), id });
export type ProcessPort = Readonly<z.infer<typeof processPortSchema>>;
