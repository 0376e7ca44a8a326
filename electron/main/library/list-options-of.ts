import type { LibraryJob, ListFormat } from '#shared/ipc/job-library.ts';
import { delimiterName } from '#shared/job/delimiters.ts';
import type { ListOptions } from '#shared/job/list-options.ts';

/** How a list is read, as a job file and the engine say it. */
export function listOptionsOf(format: ListFormat): ListOptions {
  if (format.kind === 'lines') return { format: 'lines' };
  const { column, carry, delimiter, header } = format;
  return {
    format: 'table',
    column,
    carry,
    ...(delimiter === undefined ? {} : { delimiter: delimiterName(delimiter) }),
    ...(header === undefined ? {} : { header }),
  };
}

/** Patterns are on for lines that a person types, and off for tables, where nobody has chosen. */
export function readsPatterns({
  options,
  listFormat,
}: Pick<LibraryJob, 'options' | 'listFormat'>): boolean {
  return options.patterns ?? listFormat.kind === 'lines';
}
