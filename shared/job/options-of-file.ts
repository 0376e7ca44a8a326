import type { UrlFile } from './job.ts';
import type { ListOptions } from './list-options.ts';

/** What a job file says of its list. One that names the column of the URLs, and no other, carries none. */
export function optionsOfFile({ file: _, ...options }: UrlFile): ListOptions {
  return options.column === undefined ? options : { carry: [], ...options };
}
