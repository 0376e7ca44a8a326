import { z } from 'zod';

/** Where the list of a run, an analysis or a job comes from. */
export const inputSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lines'), lines: z.array(z.string()) }),
  z.strictObject({
    kind: z.literal('file'),
    file: z.string().min(1),
    csv: z.strictObject({ column: z.string(), carry: z.array(z.string()) }).nullable(),
  }),
]);
export type InputSource = Readonly<z.infer<typeof inputSourceSchema>>;

export interface InvalidLine {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** The line, cut at 200 characters. */
  readonly text: string;
  readonly reason: string;
}

/** What a list holds. `urls` counts patterns expanded; blank lines and comments count nowhere. */
export interface InputAnalysis {
  readonly lines: number;
  readonly urls: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly hosts: number;
  /** At most the first 1,000 of them. */
  readonly invalidLines: readonly InvalidLine[];
  /** At most the first 1,000 URLs, as they will be fetched: to choose a page for the preview. */
  readonly sample: readonly string[];
  /** Lines whose scheme was missing, so that https was assumed. */
  readonly assumedHttps: number;
}

/** A CSV file at a glance: its columns, the first records, and which column holds the URLs. */
export interface CsvGlance {
  readonly columns: readonly string[];
  readonly records: readonly (readonly string[])[];
  /** The column that looks most like URLs; null where none does. */
  readonly urlColumn: string | null;
}
