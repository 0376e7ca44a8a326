import { extname } from 'node:path';
import { defaultExportOptions, type ExportOptions } from '#shared/engine-protocol/export.ts';
import { quoted } from '#shared/plain-text.ts';
import { outPath, wrong } from './word-values.ts';

/** The place and the format of a table: the choices of the window's export dialog. */
export interface TableWords {
  /** Null: standard output. */
  readonly out: string | null;
  readonly options: ExportOptions;
}

export const tableOptions = {
  out: { type: 'string', short: 'o' },
  delimiter: { type: 'string' },
  bom: { type: 'boolean' },
  'no-formula-guard': { type: 'boolean' },
  'only-done': { type: 'boolean' },
} as const;

const delimiters: ReadonlyMap<string, ExportOptions['delimiter']> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
]);

/** @throws TrawlError BAD_INPUT */
export function tableWords(values: {
  readonly out?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly bom?: boolean | undefined;
  readonly 'no-formula-guard'?: boolean | undefined;
  readonly 'only-done'?: boolean | undefined;
}): TableWords {
  const out = values.out === undefined ? null : outPath(values.out);
  return {
    out,
    options: {
      ...defaultExportOptions,
      delimiter: delimiterOf(values.delimiter, out),
      bom: values.bom ?? false,
      formulaGuard: !values['no-formula-guard'],
      include: values['only-done'] ? 'done' : 'all',
    },
  };
}

/** The delimiter of the option, or else of the file's name: a file called .tsv has tabs. */
function delimiterOf(word: string | undefined, out: string | null): ExportOptions['delimiter'] {
  if (word === undefined) return out !== null && extname(out).toLowerCase() === '.tsv' ? '\t' : ',';
  const name = word.toLowerCase();
  const known = delimiters.get(name) ?? [...delimiters.values()].find((value) => value === word);
  if (known !== undefined) return known;
  throw wrong(`--delimiter must be comma, semicolon, tab or pipe, not ${quoted(word)}.`);
}
