import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import {
  type DelimitedFormat,
  defaultDelimited,
  defaultExportOptions,
  type ExportOptions,
} from '#shared/engine-protocol/export.ts';
import { guardFormulas } from '#shared/values/formula-guard.ts';
import { createRunFile, type RunFile } from '../store/run-file.ts';
import {
  batch,
  done,
  failed,
  item,
  newRun,
  pages,
  runFileIn,
  trace,
} from '../store/run-fixture.ts';
import { storable } from '../store/sqlite.ts';
import { exportRun } from './export-run.ts';

function queued(run: RunFile) {
  return run
    .hosts(0, 100)
    .flatMap(({ id }) => run.take(id, 0, 100_000))
    .sort((a, b) => a.id - b.id);
}

async function fileOf(run: RunFile, options: Partial<ExportOptions>): Promise<string> {
  const to = join(dirname(run.file), 'out.csv');
  await exportRun({ runFile: run.file, to, options: { ...defaultExportOptions, ...options } });
  return readFileSync(to, 'utf8');
}

const csvOf = (run: RunFile, format: Partial<DelimitedFormat> = {}): Promise<string> =>
  fileOf(run, { format: { ...defaultDelimited, ...format } });

async function jsonOf(run: RunFile): Promise<unknown[]> {
  const text = await fileOf(run, { format: { kind: 'json-lines' } });
  expect(text.at(-1)).toBe('\n');
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

function parse(csv: string, delimiter = ','): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv.replace(/\r\n$/, ''), { delimiter });
  expect(errors).toEqual([]);
  return data;
}

/** A small run with every case that an export has to distinguish. */
function mixedRun(more: Parameters<typeof newRun>[0] = {}): RunFile {
  const run = createRunFile(runFileIn(), newRun({ carried: ['sku', 'url'], ...more }));
  const carried = (sku: string) => ({ carried: [sku, `u-${sku}`] });
  run.import(
    batch([
      item(1, 'https://a.example/1', carried('one')),
      item(2, null, { text: 'nothing', ...carried('two') }),
      item(3, 'https://b.example/3', carried('three')),
      item(4, 'https://a.example/1', { text: 'a.example/1', ...carried('four') }),
      item(5, 'https://c.example/5', { carried: ['five'] }),
      item(6, 'https://d.example/6', carried('six')),
    ]),
  );
  const [first, third, fifth] = queued(run);
  if (!first || !third || !fifth) throw new Error('nothing queued');
  // Requests finish in another order than that of the list; the sixth is still queued.
  run.commit([done(fifth, [], { trace: trace({ finalUrl: 'https://c.example/5' }) })]);
  run.commit([failed(third)]);
  run.commit([
    done(first, [
      ['A "quoted", long', '-12.5'],
      ['=1+1', '@home'],
    ]),
  ]);
  return run;
}

const final = 'https://a.example/final';
const [invalid, missing] = [
  'INVALID_URL: Not a URL that can be fetched (no host).',
  'HTTP_404: The page does not exist (404).',
];

describe('exportRun', () => {
  it('writes settled requests in the order of the list, one row or more each', async () => {
    const run = mixedRun();
    expect(await csvOf(run)).toBe(
      [
        'trawl_url,sku,url,title,price,status,final_url,error',
        `https://a.example/1,one,u-one,"A ""quoted"", long",-12.5,200,${final},`,
        `https://a.example/1,one,u-one,'=1+1,'@home,200,${final},`,
        `nothing,two,u-two,,,,,${invalid}`,
        `https://b.example/3,three,u-three,,,404,${final},${missing}`,
        'https://c.example/5,five,,,,200,https://c.example/5,',
        '',
      ].join('\r\n'),
    );
    run.close();
  });

  it('leaves failed requests out when asked for what is done', async () => {
    const run = mixedRun();
    const rows = parse(await fileOf(run, { include: 'done' }));
    expect(rows.map(([url]) => url)).toEqual([
      'trawl_url',
      'https://a.example/1',
      'https://a.example/1',
      'https://c.example/5',
    ]);
    run.close();
  });

  it('gives repeated lines the values of the first, with their own URL, when the job keeps them', async () => {
    const { rules } = newRun();
    const run = mixedRun({ rules: { ...rules, options: { keepDuplicates: true } } });
    const rows = parse(await csvOf(run));
    expect(rows.filter(([url]) => url === 'a.example/1')).toEqual([
      ['a.example/1', 'four', 'u-four', 'A "quoted", long', '-12.5', '200', final, ''],
      ['a.example/1', 'four', 'u-four', "'=1+1", "'@home", '200', final, ''],
    ]);
    run.close();
  });

  it('takes another delimiter, a byte order mark, and cells as they are', async () => {
    const run = mixedRun();
    const csv = await csvOf(run, { delimiter: ';', bom: true, formulaGuard: false });
    expect(csv.codePointAt(0)).toBe(0xfeff);
    const rows = parse(csv.slice(1), ';');
    expect(rows[2]).toEqual([
      'https://a.example/1',
      'one',
      'u-one',
      '=1+1',
      '@home',
      '200',
      final,
      '',
    ]);
    run.close();
  });

  it('writes a live run of any size, and tells how far it is', async () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(5000)));
    run.commit(queued(run).map((request) => done(request, [[`Title ${request.id}`, '1']])));
    const to = join(dirname(run.file), 'out.csv');
    const told: number[] = [];
    const count = await exportRun({
      runFile: run.file,
      to,
      options: defaultExportOptions,
      onProgress: ({ written }) => told.push(written),
    });
    const csv = readFileSync(to, 'utf8');
    expect(count).toEqual({
      written: 5000,
      total: 5000,
      longCells: 0,
      rows: 5000,
      bytes: csv.length,
    });
    expect(told.at(-1)).toBe(5000);
    expect(parse(csv).map(([, title]) => title)).toEqual([
      'title',
      ...Array.from({ length: 5000 }, (_, index) => `Title ${index + 1}`),
    ]);
    run.close();
  });

  it('writes JSON Lines with the values as their types have them', async () => {
    const fields = [
      { name: 'title', css: 'h1' },
      { name: 'price', css: 'b', type: 'price' as const },
      { name: 'day', css: 'time', type: 'date' as const },
      { name: 'stock', css: 'i', type: 'yesno' as const },
      { name: '__proto__', css: 'q' },
      { name: 'a "quoted"\nname', css: 'q' },
    ];
    const run = createRunFile(runFileIn(), newRun({ rules: { name: 'Typed', fields } }));
    run.import(batch(pages(3)));
    const [first, second, third] = queued(run);
    if (!first || !second || !third) throw new Error('nothing queued');
    run.commit([
      done(first, [['=1+1', '€ 1299.50', '2026-03-04', 'yes', 'p', '"\u2028\ud83d\ude00']]),
      done(second, [['', '', '', 'no', '', '']]),
      failed(third),
    ]);
    const url = (number: number) => pages(1, number)[0]?.url;
    const [row, empty, error] = await jsonOf(run);
    expect(Object.entries(row as object)).toEqual([
      ['url', url(1)],
      ['title', '=1+1'],
      ['price', 1299.5],
      ['price currency', 'EUR'],
      ['day', '2026-03-04'],
      ['stock', true],
      ['__proto__', 'p'],
      ['a "quoted"\nname', '"\u2028\ud83d\ude00'],
      ['status', 200],
      ['final_url', final],
      ['error', null],
    ]);
    expect(empty).toMatchObject({ title: '', price: null, day: null, stock: false });
    expect(error).toMatchObject({ url: url(3), title: null, status: 404, error: missing });
    run.close();
  });

  it('leaves what was there, and nothing else, when it is cancelled', async () => {
    const run = mixedRun();
    const folder = dirname(run.file);
    const to = join(folder, 'out.csv');
    writeFileSync(to, 'precious');
    const before = readdirSync(folder);
    const result = exportRun({
      runFile: run.file,
      to,
      options: defaultExportOptions,
      signal: AbortSignal.abort(),
    });
    await expect(result).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readFileSync(to, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(before);
    run.close();
  });

  it('says where it cannot write', async () => {
    const run = mixedRun();
    const folder = dirname(run.file);
    const into = (to: string) =>
      exportRun({ runFile: run.file, to, options: defaultExportOptions });
    await expect(into(join(folder, 'no', 'out.csv'))).rejects.toMatchObject({ code: 'FILE_ERROR' });
    await expect(into(folder)).rejects.toMatchObject({ code: 'FILE_ERROR' });
    await expect(into(join(folder, 'x'.repeat(300)))).rejects.toMatchObject({
      code: 'FILE_ERROR',
      message: expect.stringContaining('too long'),
    });
    run.close();
  });

  it('counts the cells that are longer than Excel takes, and has all of them', async () => {
    const run = createRunFile(runFileIn(), newRun({ fields: ['text', 'more'] }));
    run.import(batch(pages(2)));
    const [first, second] = queued(run);
    if (!first || !second) throw new Error('nothing queued');
    const most = 'x'.repeat(32_767);
    run.commit([done(first, [[most, `${most}x`]]), done(second, [[`${most}xx`, '']])]);
    const to = join(dirname(run.file), 'out.csv');
    const count = await exportRun({ runFile: run.file, to, options: defaultExportOptions });
    expect(count).toMatchObject({ rows: 2, longCells: 2 });
    expect(readFileSync(to, 'utf8')).toContain(`${most}xx`);
    run.close();
  });

  it('writes over no run, whatever leads to it', async () => {
    const run = mixedRun();
    const folder = dirname(run.file);
    symlinkSync(run.file, join(folder, 'link.csv'));
    const before = readFileSync(run.file);
    for (const to of [run.file, `${run.file}-wal`, join(folder, 'link.csv')]) {
      const written = exportRun({ runFile: run.file, to, options: defaultExportOptions });
      await expect(written, to).rejects.toMatchObject({ code: 'BAD_INPUT' });
    }
    expect(readFileSync(run.file).equals(before)).toBe(true);
    run.close();
  });

  it('written several times at once to one name, is whole', async () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(20_000)));
    run.commit(queued(run).map((request) => done(request, [[`Title ${request.id}`, '1']])));
    const to = join(dirname(run.file), 'out.csv');
    // Separate options make tables of different lengths.
    const tables = await Promise.all(
      [true, false, true].map(async (bom) => {
        const options = { ...defaultExportOptions, format: { ...defaultDelimited, bom } };
        return exportRun({ runFile: run.file, to, options });
      }),
    );
    const csv = readFileSync(to, 'utf8');
    expect(tables.map(({ bytes }) => bytes)).toContain(Buffer.byteLength(csv));
    expect(parse(csv)).toHaveLength(20_001);
    expect(readdirSync(dirname(to)).filter((name) => name.endsWith('.part'))).toEqual([]);
    run.close();
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\t', '|', '\r', '\n', ' ', '=', '-', '1', '\0', 'é'),
  }),
);

describe('what is written', () => {
  it('reads back as what was extracted, whatever the strings and the delimiter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (values, delimiter) => {
          const run = createRunFile(runFileIn(), newRun());
          run.import(batch(pages(values.length)));
          run.commit(queued(run).map((request, index) => done(request, [values[index] ?? []])));
          const raw = parse(await csvOf(run, { delimiter, formulaGuard: false }), delimiter);
          const guarded = parse(await csvOf(run, { delimiter }), delimiter);
          const lines = await jsonOf(run);
          run.close();
          const stored = values.map((row) => row.map(storable));
          expect(raw.slice(1).map((row) => row.slice(1, 3))).toEqual(stored);
          expect(lines.map((row) => Object.values(row as object).slice(1, 3))).toEqual(stored);
          guarded.slice(1).forEach((row, index) => {
            row.slice(1, 3).forEach((cell, field) => {
              expect(cell).toBe(guardFormulas(stored[index]?.[field] ?? ''));
            });
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});
