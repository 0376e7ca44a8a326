import { z } from 'zod';

/** The layout of a job's columns that the person chose: their order and widths. */
const layoutSchema = z.array(z.object({ colId: z.string(), width: z.number().min(20).max(5000) }));
export type ColumnLayout = z.infer<typeof layoutSchema>;

type Memory = Pick<Storage, 'getItem' | 'setItem'>;
const keyOf = (jobId: string) => `trawl.columns.${jobId}`;

export function recallLayout(memory: Memory, jobId: string): ColumnLayout | null {
  try {
    const known = layoutSchema.safeParse(JSON.parse(memory.getItem(keyOf(jobId)) ?? 'null'));
    return known.success ? known.data : null;
  } catch {
    return null;
  }
}

export function rememberLayout(memory: Memory, jobId: string, layout: ColumnLayout): void {
  memory.setItem(keyOf(jobId), JSON.stringify(layout));
}

/** Arranges columns in a remembered layout; columns that are new since then keep their place. */
export function laidOut<C extends { readonly colId?: string; readonly width?: number }>(
  columns: readonly C[],
  layout: ColumnLayout | null,
): C[] {
  if (layout === null) return [...columns];
  const places = new Map(layout.map(({ colId }, index) => [colId, index]));
  const widths = new Map(layout.map(({ colId, width }) => [colId, width]));
  let last = -1;
  return columns
    .map((column) => {
      // A new column goes behind the column that precedes it in the default order.
      last = places.get(column.colId ?? '') ?? last + 0.001;
      const width = widths.get(column.colId ?? '');
      return { place: last, column: width === undefined ? column : { ...column, width } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ column }) => column);
}
