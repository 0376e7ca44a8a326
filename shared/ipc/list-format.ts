import { assertNever } from '../assert-never.ts';
import type { ListGlance } from '../engine-protocol/input.ts';
import type { LibraryJob, ListFormat } from './job-library.ts';

/** A list at a glance, with the way in which it is read from now on and all that its content has decided. */
export function formatOfGlance({ columns, reading }: ListGlance): ListFormat {
  switch (reading.kind) {
    case 'lines':
    case 'feed':
      return { kind: reading.kind };
    case 'table': {
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
    default:
      return assertNever(reading);
  }
}

/** Whether patterns are expanded to many URLs: they are in typed lines, unless the job says no. */
export function readsPatterns({
  options,
  listFormat,
}: Pick<LibraryJob, 'options' | 'listFormat'>): boolean {
  return options.patterns ?? listFormat.kind === 'lines';
}
