import { extname } from 'node:path';
import type {
  DelimitedFormat,
  ExportFormat,
  ExportOptions,
} from '#shared/engine-protocol/export.ts';
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
  format: { type: 'string' },
  delimiter: { type: 'string' },
  bom: { type: 'boolean' },
  'no-formula-guard': { type: 'boolean' },
  'only-done': { type: 'boolean' },
} as const;

const delimiters: ReadonlyMap<string, DelimitedFormat['delimiter']> = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['pipe', '|'],
]);

interface Values {
  readonly out?: string | undefined;
  readonly format?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly bom?: boolean | undefined;
  readonly 'no-formula-guard'?: boolean | undefined;
  readonly 'only-done'?: boolean | undefined;
}

/** @throws TrawlError BAD_INPUT */
export function tableWords(values: Values): TableWords {
  const out = values.out === undefined ? null : outPath(values.out);
  return {
    out,
    options: {
      format: formatOf(values, out),
      include: values['only-done'] ? 'done' : 'all',
    },
  };
}

const formats = ['csv', 'tsv', 'jsonl'] as const;
type FormatWord = (typeof formats)[number];

/** By the endings of their names: files that would not be what their name says. */
const notWritten = ['.json', '.xlsx', '.xls', '.ods', '.parquet', '.sqlite', '.db'];
const byEnding: Readonly<Record<string, FormatWord>> = {
  '.tsv': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

function formatOf(values: Values, out: string | null): ExportFormat {
  const word = formatWord(values.format, out);
  if (word !== 'jsonl') {
    return {
      kind: 'delimited',
      delimiter: delimiterOf(values.delimiter, word),
      bom: values.bom ?? false,
      formulaGuard: !values['no-formula-guard'],
    };
  }
  for (const name of ['delimiter', 'bom', 'no-formula-guard'] as const) {
    if (values[name] !== undefined) {
      throw wrong(`--${name} is for CSV and TSV; the table is written as JSON Lines.`);
    }
  }
  return { kind: 'json-lines' };
}

/** The format of the option, or else of the file's name; CSV where the name says nothing. */
function formatWord(word: string | undefined, out: string | null): FormatWord {
  if (word !== undefined) {
    const known = formats.find((name) => name === word.toLowerCase());
    if (known !== undefined) return known;
    throw wrong(`--format must be csv, tsv or jsonl, not ${quoted(word)}.`);
  }
  const ending = out === null ? '' : extname(out).toLowerCase();
  if (notWritten.includes(ending)) {
    throw wrong(
      `Trawl writes .csv, .tsv and .jsonl (JSON Lines), not ${ending}. To use that name all the same, add --format csv, tsv or jsonl.`,
    );
  }
  return byEnding[ending] ?? 'csv';
}

function delimiterOf(
  word: string | undefined,
  format: 'csv' | 'tsv',
): DelimitedFormat['delimiter'] {
  if (word === undefined) return format === 'tsv' ? '\t' : ',';
  const name = word.toLowerCase();
  const known = delimiters.get(name) ?? [...delimiters.values()].find((value) => value === word);
  if (known !== undefined) return known;
  throw wrong(`--delimiter must be comma, semicolon, tab or pipe, not ${quoted(word)}.`);
}
