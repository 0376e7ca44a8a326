import { z } from 'zod';

const placeForm = 'must be "page", "ld+json", "ld+json:TYPE" or { "script": … }';

/** Where JSON is looked for: the page, its JSON-LD (of one type), or a script. */
export const jsonPlaceSchema = z
  .union(
    [
      z.enum(['page', 'ld+json']),
      z.string().regex(/^ld\+json:\S+$/, placeForm),
      z.strictObject({ script: z.string().min(1).max(10_000) }),
    ],
    placeForm,
  )
  .describe(
    'Where the JSON is: page (default), ld+json (every thing that the JSON-LD of the page describes), ld+json:Product (those of one type), or { "script": … } with the CSS selector of a script or the name of a variable.',
  );
export type JsonPlace = z.infer<typeof jsonPlaceSchema>;

/** The sources of a field; it has one of them, or none: then it is the match of `each` itself. */
export const sourceShape = {
  css: z
    .string()
    .max(10_000)
    .optional()
    .describe(
      'A CSS selector. Without any source, the field is taken from the match of `each` itself (or the document).',
    ),
  xpath: z.string().max(10_000).optional().describe('An XPath (3.1): its elements or values.'),
  json: z
    .string()
    .max(10_000)
    .optional()
    .describe(
      'A JSONPath (RFC 9535). Without `in` it looks into the match of `each`, if that is a JSONPath as well.',
    ),
  in: jsonPlaceSchema.optional(),
  table: z
    .string()
    .max(1000)
    .optional()
    .describe('The words at the head of a column of a table: its cell in the row.'),
  answer: z
    .string()
    .regex(
      /^(status|url|time|contentType|try|header:(?![sS][eE][tT]-[cC][oO][oO][kK][iI][eE]2?$)[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/,
      'must be "status", "url", "time", "contentType", "try" or "header:NAME", but not header:Set-Cookie, since cookies are kept out of tables',
    )
    .optional()
    .describe(
      'Of the answer: status, url (the final one), time (when it came, ISO 8601), contentType, try (the number of the try) or header:NAME.',
    ),
} as const;

export const sourceKinds = ['css', 'xpath', 'json', 'table', 'answer'] as const;
export type SourceKind = (typeof sourceKinds)[number];

export const eachSchema = z
  .union(
    [
      z.string().max(10_000),
      z.strictObject({ xpath: z.string().max(10_000) }),
      z.strictObject({ json: z.string().max(10_000), in: jsonPlaceSchema.optional() }),
      z.strictObject({ table: z.string().max(10_000) }),
    ],
    'must be a CSS selector, { "xpath": … }, { "json": …, "in": … } or { "table": … }',
  )
  .describe(
    'Every match gives a row: of a CSS selector, of an XPath or of a JSONPath; with "table" and its CSS selector, every row of a table below its head.',
  );
export type Each = Readonly<z.infer<typeof eachSchema>>;

/** Whether there is nothing to look for, so that a page gives one row. */
export function isNoEach(each: Each | undefined): each is undefined | '' {
  return each === undefined || eachText(each).trim() === '';
}

/** The expression of `each`, whatever its kind. */
export function eachText(each: Each): string {
  if (typeof each === 'string') return each;
  if ('xpath' in each) return each.xpath;
  return 'json' in each ? each.json : each.table;
}

/** The CSS selector of `each`; undefined where it has another kind, or is blank. */
export function cssOfEach(each: Each | undefined): string | undefined {
  return typeof each === 'string' && each.trim() !== '' ? each : undefined;
}
