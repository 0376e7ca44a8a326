import type { UrlFile } from './job.ts';
import type { ListOptions } from './list-options.ts';

/** The list options in a job file. A file that names only the column of the URLs carries no other column. */
export function optionsOfFile({ file: _, ...options }: UrlFile): ListOptions {
  return options.column === undefined ? options : { carry: [], ...options };
}
