import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { comparedValue } from '../core/health/unique-values.ts';
import type { Outcome } from '../ports/outcome.ts';
import { openRunFile, type RunFile } from './run-file.ts';
import { createRun, done, drawAll, failed, newRun } from './run-fixture.ts';
import { Sqlite } from './sqlite.ts';

const fields: readonly Field[] = [
  { name: 'price', css: '.p', type: 'price' },
  { name: 'count', css: '.c', type: 'number' },
  { name: 'day', css: '.d', type: 'date' },
  { name: 'stock', css: '.s', type: 'yesno', clean: [{ default: 'no' }] },
];

function typedRun(count: number, some = fields): RunFile {
  return createRun(count, { rules: { ...newRun().rules, fields: [...some] } });
}

/** The cells of all rows, in the order of the pages, with their types in SQLite. */
function tableOf(run: RunFile): unknown[] {
  const db = new Sqlite(run.file);
  try {
    const columns = run.columns.fields.map(({ column }) => `"${column}"`);
    return db
      .prepare(
        `SELECT ${columns}, ${columns.map((column) => `typeof(${column})`)} FROM rows ORDER BY request_id, number`,
      )
      .all();
  } finally {
    db.close();
  }
}

const cellsOf = (run: RunFile) =>
  tableOf(run).map((row) => (row as unknown[]).slice(0, run.columns.fields.length));

function commit(run: RunFile, rows: readonly string[][], language?: string): void {
  const [request] = drawAll(run);
  if (request !== undefined) run.commit([done(request, rows, { language })]);
}

describe('the rows of a run with types', () => {
  it('are stored as numbers, ISO dates and text', () => {
    const run = typedRun(1);
    commit(run, [
      ['ab 1.299,90 €', '12', '3. April 2026', 'In stock'],
      ['gratis', '0,5', 'gestern', ''],
    ]);
    expect(tableOf(run)).toEqual([
      [1299.9, 'EUR', 12, '2026-04-03', 'yes', 'real', 'text', 'integer', 'text', 'text'],
      ['gratis', null, 0.5, 'gestern', 'no', 'text', 'null', 'real', 'text', 'text'],
    ]);
    expect(run.columns.fields.map(({ name, type }) => [name, type])).toEqual([
      ['price', 'price'],
      ['price currency', 'currency'],
      ['count', 'number'],
      ['day', 'date'],
      ['stock', 'yesno'],
    ]);
    run.close();
  });

  it('are converted by the page that decides their column, and put back by one that contradicts', () => {
    const run = typedRun(4, [{ name: 'n', css: 'b', type: 'number' }]);
    const { generation } = run.counts();
    commit(run, [['1.299']]);
    expect(tableOf(run)).toEqual([['1.299', 'text']]);
    commit(run, [['1.500,00'], ['2.000']]);
    expect(tableOf(run)).toEqual([
      [1299, 'integer'],
      [1500, 'integer'],
      [2000, 'integer'],
    ]);
    expect(run.counts().generation).toBe(generation + 1);
    commit(run, [['12.5']]);
    expect(cellsOf(run)).toEqual([['1.299'], [1500], ['2.000'], [12.5]]);
    commit(run, [['3.000']]);
    expect(cellsOf(run).at(-1)).toEqual(['3.000']);
    run.close();
  });

  it('are read by the language of the page until values decide otherwise', () => {
    const run = typedRun(3, [{ name: 'n', css: 'b', type: 'number' }]);
    commit(run, [['1.299']]);
    commit(run, [['2.500']], 'de');
    expect(cellsOf(run)).toEqual([[1299], [2500]]);
    commit(run, [['0.75']]);
    expect(cellsOf(run)).toEqual([[1.299], [2.5], [0.75]]);
    run.close();
  });

  it('give the values of each field by its number, as a unique field compares them', () => {
    const run = typedRun(1);
    commit(run, [
      ['1.299 €', '12,50', '2026-04-03', ''],
      ['5 €', '1.5', '3 April 2026', 'yes'],
    ]);
    const price = { type: 'price', form: null, default: '' } as const;
    const compared = ['1.299 €', '5 €'].map((text) => comparedValue(price, text, null));
    expect([...run.valuesOf(0)]).toEqual(compared);
    expect(compared).toEqual(['1.299 €', '5']);
    expect([...run.valuesOf(1)]).toEqual(['12.5', '1.5']);
    expect([...run.valuesOf(2)]).toEqual(['2026-04-03', '2026-04-03']);
    expect([...run.valuesOf(3)]).toEqual(['no', 'yes']);
  });

  it('are counted where they stay text: those that are not of the type, and those with several readings', () => {
    const run = typedRun(2);
    commit(run, [
      ['1.299 €', 'many', '03/04/2026', ''],
      ['1.399 €', '5', '05/04/2026', ''],
    ]);
    const none = { misfits: 0, undecided: 0 };
    const days = { ...none, undecided: 2 };
    expect(run.unread()).toEqual([days, { ...none, misfits: 1 }, days, none]);
    commit(run, [['1.299,00 €', '5', '25/12/2026', '']]);
    expect(run.unread()).toEqual([none, { ...none, misfits: 1 }, none, none]);
  });

  it('are no evidence if their page failed, and leave nothing behind when it is queued again', () => {
    const run = typedRun(2, [{ name: 'n', css: 'b', type: 'number' }]);
    const [first, second] = drawAll(run);
    if (first === undefined || second === undefined) throw new Error('The run has no requests.');
    run.commit([failed(first, { rows: [['9,5'], ['1.299']] })]);
    run.commit([done(second, [['2.500']])]);
    expect(cellsOf(run)).toEqual([[9.5], ['1.299'], ['2.500']]);
    run.requeueFailed(null);
    const again = drawAll(run)[0];
    if (again === undefined) throw new Error('The request was not queued again.');
    run.commit([done(again, [['1.000,0']])]);
    expect(cellsOf(run)).toEqual([[1000], [2500]]);
    run.close();
  });
});

const texts = ['1.299', '2,500', '12', '9.75', '4,5', '1.000.000', 'n/a', '1.299,00', ''];
const arrival = fc.record({
  rows: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
  language: fc.constantFrom(undefined, 'de', 'en', 'es'),
});

describe('the same pages', () => {
  it('give the same table in any order, in commits of any size, and across interruptions', () => {
    fc.assert(
      fc.property(
        fc.array(arrival, { minLength: 2, maxLength: 6 }).chain((pages) =>
          fc.record({
            pages: fc.constant(pages),
            order: fc.shuffledSubarray([...pages.keys()], { minLength: pages.length }),
            sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
            reopens: fc.boolean(),
          }),
        ),
        ({ pages, order, sizes, reopens }) => {
          const run = (indices: readonly number[], steps: readonly number[], opens: boolean) => {
            let file = typedRun(pages.length, [{ name: 'n', css: 'b', type: 'number' }]);
            const requests = drawAll(file).sort((one, other) => one.id - other.id);
            const outcomes = indices.flatMap((index): Outcome[] => {
              const [request, page] = [requests[index], pages[index]];
              if (request === undefined || page === undefined) return [];
              const rows = page.rows.map((text) => [text]);
              return [done(request, rows, { language: page.language })];
            });
            for (let at = 0, step = 0; at < outcomes.length; step += 1) {
              const size = steps[step % steps.length] ?? 1;
              file.commit(outcomes.slice(at, at + size));
              at += size;
              if (!opens) continue;
              file.close();
              file = openRunFile(file.file);
            }
            const table = tableOf(file);
            file.close();
            return table;
          };
          const inOrder = run([...pages.keys()], [pages.length], false);
          expect(run(order, sizes, reopens)).toEqual(inOrder);
        },
      ),
      { numRuns: 40 },
    );
  });
});
