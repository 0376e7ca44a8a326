import { z } from 'zod';

/** What the code inside the page returns when it is asked for the page's text: see `Taken` there. */
export const takenSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('taken'),
    parts: z.array(z.string()).min(1),
    frames: z.array(z.int()),
    url: z.string().max(2_097_152),
  }),
  z.strictObject({ kind: z.literal('too-large') }),
]);
export type Taken = Readonly<z.infer<typeof takenSchema>>;
