import { z } from 'zod';

export const delimitedFormatSchema = z.strictObject({
  kind: z.literal('delimited'),
  delimiter: z.enum([',', ';', '\t', '|']),
  /** A byte order mark, by which Excel recognises UTF-8. */
  bom: z.boolean(),
  /** Makes cells harmless that a spreadsheet would run as a formula. */
  formulaGuard: z.boolean(),
});
export type DelimitedFormat = Readonly<z.infer<typeof delimitedFormatSchema>>;

/** How the file of a table is written: CSV or TSV, or JSON Lines (jsonlines.org), an object a row. */
export const exportFormatSchema = z.discriminatedUnion('kind', [
  delimitedFormatSchema,
  z.strictObject({ kind: z.literal('json-lines') }),
]);
export type ExportFormat = Readonly<z.infer<typeof exportFormatSchema>>;

export const exportOptionsSchema = z.strictObject({
  format: exportFormatSchema,
  /** `done`: only what was fetched. `all`: failed requests too, one row each with its error. */
  include: z.enum(['all', 'done']),
});
export type ExportOptions = Readonly<z.infer<typeof exportOptionsSchema>>;

export const defaultDelimited: DelimitedFormat = {
  kind: 'delimited',
  delimiter: ',',
  bom: false,
  formulaGuard: true,
};

export const defaultExportOptions: ExportOptions = { format: defaultDelimited, include: 'all' };

/** What the name of a file of this format ends in, without the dot. */
export function fileEnding(format: ExportFormat): 'csv' | 'tsv' | 'jsonl' {
  if (format.kind === 'json-lines') return 'jsonl';
  return format.delimiter === '\t' ? 'tsv' : 'csv';
}

export interface ExportProgress {
  readonly exportId: string;
  readonly runId: string;
  readonly file: string;
  readonly state: 'writing' | 'done' | 'cancelled' | 'failed';
  /** Requests written so far, out of all requests. */
  readonly written: number;
  readonly total: number;
  readonly rows: number;
  readonly bytes: number;
  /** Cells that are longer than Excel takes. */
  readonly longCells: number;
  readonly error: string | null;
}
