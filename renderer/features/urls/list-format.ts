import type { ListGlance } from '#shared/engine-protocol/input.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';

/** How a file at a glance is best read: its URL column, every other column carried along. */
export function formatOfGlance({ columns, reading }: ListGlance): ListFormat {
  if (reading.kind !== 'table') return { kind: 'lines' };
  const { delimiter, header, carry } = reading;
  const column = reading.column ?? columns[0];
  if (column === undefined) return { kind: 'lines' };
  return {
    kind: 'csv',
    column,
    carry: carry.filter((name) => name !== column),
    delimiter,
    header,
  };
}

/** The format in words, for the bar above the list. */
export function describeFormat(format: ListFormat): string {
  if (format.kind === 'lines') return 'Plain lines';
  const carries = format.carry.length > 0 ? ` · carries ${format.carry.length}` : '';
  return `CSV · column ${format.column}${carries}`;
}
