import { z } from 'zod';
import { maxCarried } from './delimiters.ts';

const delimiterForm =
  'must be "comma", "semicolon", "tab", "pipe", "none" (one column), or the one character that separates the cells';

const delimiterSchema = z.union(
  [
    z.enum(['comma', 'semicolon', 'tab', 'pipe', 'none']),
    // Neither a quotation mark nor a line end, which have a meaning of their own in tables.
    z.string().regex(/^[^"\r\n]$/, delimiterForm),
  ],
  delimiterForm,
);

/** How the file of a list is read. Keys that are left out are decided by the content. */
export const listOptionsSchema = z.strictObject({
  format: z
    .enum(['lines', 'table', 'feed'])
    .optional()
    .describe(
      'lines: running text. table: CSV, TSV and the like. feed: a sitemap, RSS or Atom. By default the content decides.',
    ),
  delimiter: delimiterSchema
    .optional()
    .describe(
      'A table: what separates the cells: "comma", "semicolon", "tab", "pipe", "none" (one column), or the character itself.',
    ),
  header: z
    .boolean()
    .optional()
    .describe(
      'A table: whether its first record names the columns. By default it does where its URL cell is no URL.',
    ),
  column: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('A table: the column that holds the URL, by its name or its number.'),
  carry: z
    .array(z.string().max(1000))
    .max(maxCarried)
    .optional()
    .describe(
      'A table: columns carried through to the export. By default all, or none where "column" is given.',
    ),
});
export type ListOptions = Readonly<z.infer<typeof listOptionsSchema>>;
