import { z } from 'zod';

/**
 * The `localStorage` of one origin, as a log-in has left it. It is as secret as cookies are: only pages of
 * this very origin may get it.
 */
export const originStorageSchema = z.strictObject({
  /** scheme://host:port, the port only where it is not the usual one. */
  origin: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[^/?#]+$/),
  entries: z.array(z.tuple([z.string().max(10_000), z.string().max(100_000)])).max(500),
});
export type OriginStorage = Readonly<z.infer<typeof originStorageSchema>>;

export const storageSchema = z.array(originStorageSchema).max(20);
