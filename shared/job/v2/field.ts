import { z } from 'zod';
import { takeSchema } from '../take.ts';
import { sourceShape } from './source.ts';
import { valueKeys } from './value-keys.ts';

export type { CleanStep } from './clean.ts';

export const fieldSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('The name of the column.'),
  ...sourceShape,
  alternates: z
    .array(z.string().max(10_000))
    .max(10)
    .optional()
    .describe('CSS selectors that are tried in order where `css` gives an empty value.'),
  take: takeSchema.optional(),
  all: z.boolean().optional().describe('Join every match; otherwise the first match counts.'),
  separator: z.string().max(100).optional().describe('What joins the matches of `all`.'),
  ...valueKeys,
  required: z
    .boolean()
    .optional()
    .describe('Every row should have a value: the run warns of those that have none, and pauses.'),
  unique: z
    .boolean()
    .optional()
    .describe('No two rows should have the same value: the run counts those that repeat one.'),
});

export type Field = Readonly<z.infer<typeof fieldSchema>>;
