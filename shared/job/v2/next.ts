import { z } from 'zod';
import { jsonPlaceSchema } from './source.ts';

export const maxPagesSchema = z
  .int()
  .min(1)
  .max(1_000_000)
  .optional()
  .describe(
    'The most pages for each URL of the list, its own included. Without it: 10,000. The run says where it ended for this reason.',
  );
const expression = (what: string) => z.string().min(1).max(10_000).describe(what);

/** How a page leads to the next one of the same kind. */
export const nextSchema = z
  .union(
    [
      z.strictObject({
        css: expression('A CSS selector: a link, or an element with a link inside or around it.'),
        maxPages: maxPagesSchema,
      }),
      z.strictObject({
        xpath: expression('An XPath (3.1): a link, or the address itself.'),
        maxPages: maxPagesSchema,
      }),
      z.strictObject({
        json: expression('A JSONPath (RFC 9535): the address.'),
        in: jsonPlaceSchema.optional(),
        maxPages: maxPagesSchema,
      }),
      z.strictObject({
        header: z.literal('next').describe('The Link header with rel=next (RFC 8288).'),
        maxPages: maxPagesSchema,
      }),
      z.strictObject({
        param: z
          .string()
          .min(1)
          .max(200)
          .describe(
            'The parameter of the URL that holds a number. A URL without it counts as page 1, or as 0 where the step is not 1.',
          ),
        step: z
          .int()
          .min(1)
          .max(1_000_000)
          .optional()
          .describe(
            'What the number rises by: 1 for pages, which is the default, 20 for an offset of 20.',
          ),
        maxPages: maxPagesSchema,
      }),
    ],
    'must be one of { "css": … }, { "xpath": … }, { "json": … }, { "header": "next" } and { "param": … }, with the optional "maxPages"',
  )
  .describe(
    'Where the next page of the same kind is. A run follows it from page to page until there is none, two pages in a row bring no new row, or maxPages is reached.',
  );
export type NextRule = Readonly<z.infer<typeof nextSchema>>;

/** The most pages of one chain, where the job does not say. */
export const defaultMaxPages = 10_000;

/** The field that finds the address on the page; null where the page itself is not needed. */
export function fieldOfNext(next: NextRule) {
  if ('css' in next) return { css: next.css, take: 'attr:href' } as const;
  if ('xpath' in next) return { xpath: next.xpath } as const;
  return 'json' in next ? { json: next.json, in: next.in ?? 'page' } : null;
}

/** The expression or the parameter of a rule; empty for the header, which has neither. */
export function textOfNext(next: NextRule): string {
  if ('header' in next) return '';
  if ('css' in next) return next.css;
  if ('xpath' in next) return next.xpath;
  return 'json' in next ? next.json : next.param;
}

/** Whether the text of a rule is still to be typed. */
export function isBlankNext(next: NextRule): boolean {
  return !('header' in next) && textOfNext(next).trim() === '';
}
