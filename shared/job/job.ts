import { z } from 'zod';
import { encodings } from './encodings.ts';
import { listOptionsSchema } from './list-options.ts';
import { sitemapSchema } from './sitemaps.ts';
import { fieldSchema } from './v2/field.ts';
import { nextSchema } from './v2/next.ts';
import { eachSchema } from './v2/source.ts';
import { ways } from './way.ts';

export { type Field, fieldSchema } from './v2/field.ts';

/**
 * The job file, version 2: what to scrape. This schema is the only definition of the format; the types, the
 * clear errors of `parse-job.ts` and the JSON Schema in `docs/` are derived from it. Everything behind the
 * parser knows this version only (`upgrade.ts`).
 */

/** A host and the shape of its addresses: "https://shop.example/product/…". */
export const templateSchema = z
  .string()
  .max(2000)
  .regex(
    /^https?:\/\/[^\s/?#]+\/\S*$/,
    'must be a host and the shape of its addresses, such as "https://shop.example/product/…"',
  );

export const optionsSchema = z.strictObject({
  concurrency: z.int().min(1).max(1000).describe('Requests under way at once.').optional(),
  perHost: z.int().min(1).max(1000).describe('Requests under way at once to one host.').optional(),
  delayMs: z
    .int()
    .min(0)
    .max(3_600_000)
    .describe('Pause between two starts to one host.')
    .optional(),
  timeoutMs: z
    .int()
    .min(100)
    .max(3_600_000)
    .describe('The longest that one try of a page may take, redirects and all.')
    .optional(),
  retries: z.int().min(0).max(20).describe('How often a failed request is tried again.').optional(),
  maxBytes: z
    .int()
    .min(1024)
    .max(1_073_741_824)
    .describe('The largest page that is read, unpacked.')
    .optional(),
  headers: z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is not a header name'),
      z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'holds a character that a header cannot carry'),
    )
    .describe('Headers sent with every request.')
    .optional(),
  userAgent: z
    .string()
    .max(1000)
    .regex(/^[\t\x20-\x7e]*$/, 'holds a character that a header cannot carry')
    .describe('The User-Agent header. By default it names Trawl.')
    .optional(),
  parser: z
    .enum(['fast', 'html5'])
    .describe('No longer of use: every page is read as a browser reads it.')
    .optional(),
  pace: z
    .enum(['polite', 'fixed'])
    .describe(
      'polite: each host is asked a little at first, more while it answers as quickly, half as much when it is strained. fixed: always up to perHost. Hosts on this machine are never spared.',
    )
    .optional(),
  perMinute: z
    .int()
    .min(1)
    .max(60_000)
    .describe('The most requests that one host gets in a minute. Without it: no such limit.')
    .optional(),
  robots: z
    .boolean()
    .describe('Obey robots.txt (RFC 9309): pages that it forbids are skipped, and counted.')
    .optional(),
  safeguard: z
    .boolean()
    .describe(
      'Pause the run, and say so, when most of the last requests have failed, when the results are no good, or when a site asks for a log-in again.',
    )
    .optional(),
  cookies: z
    .boolean()
    .describe('Keep the cookies that sites set for the run, and send them back.')
    .optional(),
  allowPrivate: z
    .boolean()
    .describe('Let public addresses lead to private ones (this machine, the local network).')
    .optional(),
  refresh: z
    .boolean()
    .describe(
      'Follow pages that lead to another one by themselves within 30 seconds (a Refresh header, <meta http-equiv=refresh>) as if they redirected.',
    )
    .optional(),
  errorPages: z
    .boolean()
    .describe(
      'Take the fields of pages that answer with an error status (404, 410, 500 …) as well. They are tried again and count as failed all the same.',
    )
    .optional(),
  ignoreTlsErrors: z
    .boolean()
    .describe('Fetch pages although their certificate is wrong; their rows say so.')
    .optional(),
  proxies: z
    .union(
      [
        z.literal('system'),
        z
          .array(
            z
              .string()
              .max(2000)
              .regex(
                /^(https?|socks5):\/\/[^/?#@\s]+\/?$/i,
                'must look like http://proxy.example:8080 (or https:, socks5:), without a login: logins are kept in the keychain, or given by --proxy',
              ),
          )
          .max(1000),
      ],
      'must be a list of proxies, or "system"',
    )
    .describe('Proxies to go through, or "system" for those of the system. Without it: none.')
    .optional(),
  proxyRotation: z
    .enum(['request', 'host'])
    .describe(
      'For a list of proxies. request: every request takes the next one. host: a host keeps its proxy. The system gives the order of its own.',
    )
    .optional(),
  encoding: z
    .enum(encodings)
    .describe(
      'The encoding of the pages, whatever they declare; a byte order mark counts all the same. Without it: what each page declares, or a guess.',
    )
    .optional(),
  way: z
    .enum(['auto', ...ways])
    .describe(
      'How requests are made. sequential: one at a time. threads, processes: several workers that each fetch and extract. event-loop: one loop fetches, threads extract. auto: what suits the machine and the job, changed in the run where that helps.',
    )
    .optional(),
  render: z
    .enum(['never', 'auto', 'always'])
    .describe(
      'Whether a browser window runs the scripts of a page before its fields are taken. auto: only where fields are empty without them, found out for each host and shape of address. Without it: never.',
    )
    .optional(),
  renderWindows: z
    .int()
    .min(1)
    .max(32)
    .describe('The most browser windows at once. Without it: one for each core of the computer.')
    .optional(),
  renderWaitFor: z
    .string()
    .max(10_000)
    .describe(
      'A CSS selector as browsers know it: a rendered page is read once it matches. Without it: once the fields are there, or nothing changes any more.',
    )
    .optional(),
  renderMedia: z
    .boolean()
    .describe('Load the images, fonts, sound and video of rendered pages too.')
    .optional(),
  renderFrames: z
    .boolean()
    .describe('Take the contents of frames as part of a rendered page.')
    .optional(),
  renderOverrides: z
    .record(templateSchema, z.enum(['always', 'never']))
    .describe(
      'For render "auto": what a person has decided for pages of one host and shape of address ("https://shop.example/product/…").',
    )
    .optional(),
  patterns: z
    .boolean()
    .describe(
      'Let [1-100], [001-100], [0-100:10], [a-z] and {red,green} in a line stand for many URLs. Otherwise they stand for themselves.',
    )
    .optional(),
  keepDuplicates: z
    .boolean()
    .describe(
      'Give repeated URLs rows of their own in the table; they are fetched once all the same.',
    )
    .optional(),
  keepPages: z
    .boolean()
    .describe('Keep the pages beside the results, so that other fields can be read from them.')
    .optional(),
  keepPagesMaxMb: z
    .int()
    .min(1)
    .max(1_048_576)
    .describe(
      'The most megabytes of kept pages, packed, for one run. Pages beyond it are read and not kept.',
    )
    .optional(),
});

/** A list in a file, and how it is read where the content should not decide. */
const urlFileSchema = listOptionsSchema.extend({
  file: z
    .string()
    .min(1)
    .describe(
      'A text file, a table (CSV, TSV), a sitemap or a feed, also packed with gzip; relative to the job file.',
    ),
});

/** The version that Trawl writes. */
export const newestVersion = 2;

export const jobSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(newestVersion).describe('The version of this form.'),
  name: z.string().trim().min(1).max(200),
  urls: z.union(
    [z.array(z.string()), urlFileSchema],
    'must be a list of URLs, or { "file": "list.txt" } with the optional "format", "delimiter", "header", "column" and "carry"',
  ),
  sitemaps: z
    .array(sitemapSchema)
    .min(1)
    .max(100)
    .describe(
      'The pages of these sitemaps are the list, read when the job runs; "urls" is empty then.',
    )
    .optional(),
  each: eachSchema.optional(),
  fields: z.array(fieldSchema).max(500),
  next: nextSchema.optional(),
  options: optionsSchema.optional(),
  sample: z
    .literal(true)
    .describe(
      'The pages are those of the sample site inside Trawl: the window serves them for this job.',
    )
    .optional(),
});

export type JobOptions = Readonly<z.infer<typeof optionsSchema>>;
export type UrlFile = Readonly<z.infer<typeof urlFileSchema>>;
export type Job = Readonly<z.infer<typeof jobSchema>>;

/** The parts of a job that a run needs; the list is sent separately, since it may hold millions of lines. */
export type JobRules = Pick<Job, 'name' | 'each' | 'fields' | 'next' | 'options'>;
export const jobRulesSchema = jobSchema.pick({
  name: true,
  each: true,
  fields: true,
  next: true,
  options: true,
});
