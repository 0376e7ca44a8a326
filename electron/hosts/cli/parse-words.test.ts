import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultExportOptions } from '#shared/engine-protocol/export.ts';
import { parseWords } from './parse-words.ts';

describe('parseWords', () => {
  it('understands a run with all its options', () => {
    expect(
      parseWords([
        'run',
        'a.json',
        '--urls',
        'l.txt',
        '--list-delimiter',
        'tab',
        '--no-list-header',
        '--carry',
        'a',
        '--patterns',
        '--out',
        'o.csv',
        '--concurrency',
        '4',
        '--cookies',
        'c.txt',
        '--proxy',
        'http://a:1',
        '--proxy',
        'socks5://u:p@b',
        '--allow-warnings',
        '--quiet',
      ]),
    ).toEqual({
      kind: 'run',
      job: resolve('a.json'),
      urls: resolve('l.txt'),
      sitemaps: null,
      list: { options: { delimiter: 'tab', header: false, carry: ['a'] }, patterns: true },
      out: resolve('o.csv'),
      options: defaultExportOptions,
      concurrency: 4,
      allowWarnings: true,
      cookies: resolve('c.txt'),
      proxies: ['http://a:1', 'socks5://u:p@b'],
      quiet: true,
      data: null,
    });
  });

  it('understands which run is read again by which job', () => {
    expect(parseWords(['extract', 'last', 'a.json', '--quiet', '--out', 'o.csv'])).toEqual({
      ...{ kind: 'extract', run: 'last', job: resolve('a.json'), quiet: true, data: null },
      ...{ out: resolve('o.csv'), options: defaultExportOptions },
    });
    expect(() => parseWords(['extract', 'last'])).toThrow('needs JOB.json behind RUN');
    expect(() => parseWords(['extract', 'last', 'a', 'b'])).toThrow('does not understand "b"');
    expect(() => parseWords(['extract', 'last', 'a', '--cookies', 'c'])).toThrow(
      'takes no --cookies',
    );
  });

  it.each([['run', 'a.json'], ['resume', 'last'], ['export', 'last'], ['sample']])(
    'understands how the table of "%s" is to be written',
    (...argv) => {
      const all = ['--delimiter', 'semicolon', '--bom', '--no-formula-guard', '--only-done'];
      expect(parseWords([...argv, ...all])).toMatchObject({
        out: null,
        options: {
          format: { kind: 'delimited', delimiter: ';', bom: true, formulaGuard: false },
          include: 'done',
        },
      });
      expect(parseWords(argv)).toMatchObject({ options: defaultExportOptions });
    },
  );

  it.each([
    [['--delimiter', '|'], '|'],
    [['--delimiter', 'Tab'], '\t'],
    [['--out', 'a.tsv'], '\t'],
    [['--out', 'a.tsv', '--delimiter', ','], ','],
  ])('%j separates the columns by %j', (words, delimiter) => {
    expect(parseWords(['sample', ...words])).toMatchObject({ options: { format: { delimiter } } });
  });

  it.each([
    [['--out', 'a.jsonl'], 'json-lines'],
    [['--out', 'a.NDJSON'], 'json-lines'],
    [['--format', 'jsonl'], 'json-lines'],
    [['--out', 'a.tsv', '--format', 'jsonl'], 'json-lines'],
    [['--out', 'a.jsonl', '--format', 'csv'], 'delimited'],
    [['--out', 'a.json', '--format', 'tsv'], 'delimited'],
    [['--out', 'a.txt'], 'delimited'],
  ])('%j writes the table as %s', (words, kind) => {
    expect(parseWords(['sample', ...words])).toMatchObject({ options: { format: { kind } } });
  });

  it.each([
    [[], 'Say what to do.'],
    [['fly'], 'There is no command "fly".'],
    [['constructor'], 'There is no command "constructor".'],
    [
      ['run', 'a.json', '--list-delimiter', 'colon'],
      '--list-delimiter must be comma, semicolon, tab, pipe, none, or one character.',
    ],
    [['run', 'a.json', '--list-format', 'xls'], '--list-format must be lines, table or feed.'],
    [['run'], '"trawl run" needs JOB.json behind it.'],
    [['run', 'a.json', 'b.json'], '"trawl run" does not understand "b.json".'],
    [['runs', 'x'], '"trawl runs" does not understand "x".'],
    [['runs', '--out', 'x'], '"trawl runs" takes no --out.'],
    [
      ['run', 'a.json', '--concurrency', '0'],
      '--concurrency must be a whole number from 1 to 1000, not "0".',
    ],
    [['validate', 'a.json', '--bom'], '"trawl validate" takes no --bom.'],
    [
      ['sample', '--delimiter', 'colon'],
      '--delimiter must be comma, semicolon, tab or pipe, not "colon".',
    ],
    [['sample', '--format', 'xml'], '--format must be csv, tsv or jsonl, not "xml".'],
    [['sample', '--out', 'a.JSON'], 'Trawl writes .csv, .tsv and .jsonl (JSON Lines), not .json.'],
    [
      ['sample', '--out', 'a.jsonl', '--bom'],
      '--bom is for CSV and TSV; the table is written as JSON Lines.',
    ],
    [['run', 'a.json', '--nope'], "Unknown option '--nope'."],
    [['run', 'a.json', '--out'], 'argument missing'],
  ])('%j is refused with a sentence', (argv, sentence) => {
    expect(() => parseWords(argv)).toThrow(sentence);
    expect(() => parseWords(argv)).toThrow('"trawl --help" shows how.');
  });

  it.each([
    [['--help'], 'help'],
    [['run', '--help'], 'help'],
    [['--version'], 'version'],
  ])('%j asks for %s', (argv, kind) => {
    expect(parseWords(argv).kind).toBe(kind);
  });
});
