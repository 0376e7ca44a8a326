import { z } from 'zod';

export const exportOptionsSchema = z.strictObject({
  format: z.literal('csv'),
  delimiter: z.enum([',', ';', '\t', '|']),
  /** A byte order mark, by which Excel recognises UTF-8. */
  bom: z.boolean(),
  /** Makes cells harmless that a spreadsheet would run as a formula. */
  formulaGuard: z.boolean(),
  /** `done`: only what was fetched. `all`: failed requests too, one row each with its error. */
  include: z.enum(['all', 'done']),
});
export type ExportOptions = Readonly<z.infer<typeof exportOptionsSchema>>;

export const defaultExportOptions: ExportOptions = {
  format: 'csv',
  delimiter: ',',
  bom: false,
  formulaGuard: true,
  include: 'all',
};

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
