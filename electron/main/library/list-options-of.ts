import { assertNever } from '#shared/assert-never.ts';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { delimiterCharacter, delimiterName } from '#shared/job/delimiters.ts';
import type { UrlFile } from '#shared/job/job.ts';
import type { ListOptions } from '#shared/job/list-options.ts';
import { optionsOfFile } from '#shared/job/options-of-file.ts';

/** The options for reading a list, as in a job file and for the engine. */
export function listOptionsOf(format: ListFormat): ListOptions {
  switch (format.kind) {
    case 'lines':
    case 'feed':
      return { format: format.kind };
    case 'csv': {
      const { kind: _, delimiter, ...options } = format;
      return {
        format: 'table',
        ...options,
        ...(delimiter === undefined ? {} : { delimiter: delimiterName(delimiter) }),
      };
    }
    default:
      return assertNever(format);
  }
}

const tableEnding = /\.(?:csv|tsv|tab)(?:\.gz)?$/i;

/** The options for reading a list from its job file and its name alone, without its content. */
export function formatOfFile(urls: UrlFile): ListFormat {
  const { format, delimiter, ...table } = optionsOfFile(urls);
  const isTable = Object.keys(table).length > 0 || delimiter !== undefined;
  switch (format) {
    case 'lines':
    case 'feed':
      return { kind: format };
    case undefined:
      if (!isTable && !tableEnding.test(urls.file)) return { kind: 'lines' };
      break;
    case 'table':
      break;
    default:
      return assertNever(format);
  }
  return {
    kind: 'csv',
    ...table,
    ...(delimiter === undefined ? {} : { delimiter: delimiterCharacter(delimiter) }),
  };
}
