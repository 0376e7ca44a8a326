import { z } from 'zod';
import { listOptionsSchema } from '../job/list-options.ts';

/** `[1-100]` and `{a,b}` are expanded to many URLs; absent: they are literal text. */
const patterns = z.boolean().optional();

/** The source of the list of a run, an analysis or a job, and how it is read. */
export const inputSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lines'), lines: z.array(z.string()), patterns }),
  z.strictObject({
    kind: z.literal('file'),
    file: z.string().min(1),
    /** The name under which the file was opened, where `file` is a copy: its extension hints at the format. */
    name: z.string().optional(),
    /** The file is UTF-8 regardless of its bytes and of an XML declaration: Trawl has written it. */
    isUtf8: z.boolean().optional(),
    /** Keys that are left out are decided by the content: see `ListReading`. */
    options: listOptionsSchema.optional(),
    patterns,
  }),
]);
export type InputSource = Readonly<z.infer<typeof inputSourceSchema>>;

const feedFormats = ['sitemap', 'sitemap-index', 'rss', 'atom'] as const;
export type FeedFormat = (typeof feedFormats)[number];

const tableReadingSchema = z.strictObject({
  kind: z.literal('table'),
  /** One character; empty for a table of one column. */
  delimiter: z.string(),
  /** The first record names the columns. */
  header: z.boolean(),
  /** The column of the URLs; null where none looks like it. */
  column: z.string().nullable(),
  /** Columns that are carried through to the results. */
  carry: z.array(z.string()).readonly(),
  /** Columns that are not carried because a run has an upper limit for them; absent where there are none. */
  notCarried: z.int().min(1).optional(),
});
export type TableReading = Readonly<z.infer<typeof tableReadingSchema>>;

/** How a list is read: as its job says, and by its content where the job says nothing. */
const listReadingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lines') }),
  tableReadingSchema,
  z.strictObject({ kind: z.literal('feed'), format: z.enum(feedFormats) }),
]);
export type ListReading = Readonly<z.infer<typeof listReadingSchema>>;

const count = z.int().min(0);

/**
 * The outcome of every record of a list (a line of text, a record of a table, an entry of a feed): `records`
 * is the sum of `requests`, `headers`, `blanks`, `comments` and `notRead`.
 */
const listAccountSchema = z.strictObject({
  records: count,
  /** Records that name at least one URL. */
  requests: count,
  /** The names of the columns, and the line `sep=;`. */
  headers: count,
  blanks: count,
  comments: count,
  notRead: count,
  /** URLs of all records: more than `requests` where a record names several or has patterns. */
  urls: count,
  /** Records of which a part is not used, such as words beside the URL. */
  partlyUsed: count,
  /** Records with patterns, and how many URLs these make, or would make where they are off. */
  patterns: z.strictObject({ records: count, urls: count }),
});
export type ListAccount = Readonly<z.infer<typeof listAccountSchema>>;

/** A record that is not read, or is read only in part, and the reason. */
const listNoteSchema = z.strictObject({
  /** Counted from 1, as in an editor. */
  line: count,
  /** The text, cut at 200 characters, without passwords. */
  text: z.string(),
  reason: z.string(),
});
export type ListNote = Readonly<z.infer<typeof listNoteSchema>>;

/** The content of a list. */
export interface InputAnalysis {
  readonly reading: ListReading;
  readonly account: ListAccount;
  /** The format that the content clearly has while it is read as lines; else null. */
  readonly looksLike: 'table' | 'feed' | null;
  readonly duplicates: number;
  readonly hosts: number;
  /** At most the first 1,000 records that are not read. */
  readonly notRead: readonly ListNote[];
  /** At most the first 1,000 records of which a part is not used. */
  readonly partlyUsed: readonly ListNote[];
  /** At most the first 1,000 URLs, as they will be fetched: to choose a page for the preview. */
  readonly sample: readonly string[];
  /** URLs whose scheme was missing, counted by the scheme that was added. */
  readonly assumed: { readonly http: number; readonly https: number };
}

/** The beginning of a list: how it is read, the columns of a table, and its first records. */
export interface ListGlance {
  readonly reading: ListReading;
  /** Empty where the list is no table. */
  readonly columns: readonly string[];
  readonly records: readonly (readonly string[])[];
}

/** The account of a run's list, as its file keeps it. */
export const runListSchema = z.strictObject({
  reading: listReadingSchema,
  /** Patterns are expanded to many URLs. */
  patternsOn: z.boolean(),
  account: listAccountSchema,
  /** The first records of which a part is not used, at most 5. */
  partlyUsed: z.array(listNoteSchema).readonly(),
});
export type RunList = Readonly<z.infer<typeof runListSchema>>;
