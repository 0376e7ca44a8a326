import { listOptionsSchema } from '#shared/job/list-options.ts';
import type { ListWords } from './load-job.ts';
import { path, wrong } from './word-values.ts';

/** The arguments that set how the file of a list is read, like `urls` and `patterns` of a job file. */
export const listOptions = {
  'list-format': { type: 'string' },
  'list-delimiter': { type: 'string' },
  'list-header': { type: 'boolean' },
  'no-list-header': { type: 'boolean' },
  'url-column': { type: 'string' },
  carry: { type: 'string', multiple: true },
  patterns: { type: 'boolean' },
  'no-patterns': { type: 'boolean' },
} as const;

export const listOptionNames = Object.keys(listOptions) as (keyof typeof listOptions)[];

interface Values {
  readonly 'list-format'?: string | undefined;
  readonly 'list-delimiter'?: string | undefined;
  readonly 'list-header'?: boolean | undefined;
  readonly 'no-list-header'?: boolean | undefined;
  readonly 'url-column'?: string | undefined;
  readonly carry?: readonly string[] | undefined;
  readonly patterns?: boolean | undefined;
  readonly 'no-patterns'?: boolean | undefined;
}

/** @throws TrawlError BAD_INPUT */
export function listWords(values: Values): ListWords {
  const given = {
    format: values['list-format'],
    delimiter: values['list-delimiter'],
    header: choice(values['list-header'], values['no-list-header']),
    column: values['url-column'],
    carry: values.carry,
  };
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  const parsed = listOptionsSchema.safeParse(Object.fromEntries(known));
  if (parsed.success)
    return {
      options: parsed.data,
      patterns: choice(values.patterns, values['no-patterns']) ?? null,
    };
  throw wrong(sentences[String(parsed.error.issues[0]?.path[0])] ?? 'LIST cannot be read.');
}

/** A switch that is not given leaves the choice to the job or to the content of the list. */
function choice(on: boolean | undefined, off: boolean | undefined): boolean | undefined {
  if (off === true) return false;
  return on;
}

const sentences: Readonly<Record<string, string>> = {
  format: '--list-format must be lines, table or feed.',
  delimiter: '--list-delimiter must be comma, semicolon, tab, pipe, none, or one character.',
  column: '--url-column must be the name or the number of a column.',
  carry: '--carry must be the name of a column, and be given at most 500 times.',
};

/** The path of a list; "-" is standard input, as usual on a command line. */
export function listPath(text: string | undefined): string | null {
  return text === '-' ? '/dev/stdin' : path(text);
}
