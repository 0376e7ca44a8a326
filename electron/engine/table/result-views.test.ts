import { describe, expect, it } from 'vitest';
import type { ResultView } from '#shared/engine-protocol/results.ts';
import { RunReader } from '../reader/run-reader.ts';
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

const plain: ResultView = { sort: null, filter: { text: '', state: null, errorCode: null } };
const sortedBy = (column: string, descending = false): ResultView => ({
  ...plain,
  sort: { column, descending },
});
const filtered = (filter: Partial<ResultView['filter']>): ResultView => ({
  ...plain,
  filter: { ...plain.filter, ...filter },
});

function queued(run: RunFile) {
  return run
    .hosts(0, 100)
    .flatMap(({ id }) => run.take(id, 0, 200_000))
    .sort((a, b) => a.id - b.id);
}

/** A finished run with one row of these values for each page. */
function runOf(values: readonly (readonly string[])[]): RunFile {
  const run = createRunFile(runFileIn(), newRun());
  run.import(batch(pages(values.length)));
  run.commit(queued(run).map((request, index) => done(request, [values[index] ?? []])));
  return run;
}

const cellsOf = (reader: RunReader, view: ResultView, offset = 0, limit = 1000) =>
  reader.window({ view, offset, limit }).lines.map(({ cells }) => cells[0]);

describe('windows of 100,000 lines', () => {
  const count = 100_000;
  const run = runOf(
    Array.from({ length: count }, (_, index) => [
      `Title ${index}`,
      String(((index * 7919) % count) / 100),
    ]),
  );
  run.close();
  const reader = new RunReader(run.file);

  it('come in the order of arrival, wherever they begin', () => {
    for (const offset of [0, 1, 49_999, 99_990]) {
      const { total, lines } = reader.window({ view: plain, offset, limit: 10 });
      expect(total).toBe(count);
      expect(lines.map(({ lineId }) => lineId)).toEqual(
        Array.from({ length: 10 }, (_, index) => offset + index + 1),
      );
    }
    expect(reader.window({ view: plain, offset: count, limit: 10 }).lines).toEqual([]);
  });

  it('come sorted by number', () => {
    const prices = (view: ResultView, offset: number) =>
      reader.window({ view, offset, limit: 3 }).lines.map(({ cells }) => cells[1]);
    expect(prices(sortedBy('price'), 0)).toEqual(['0', '0.01', '0.02']);
    expect(prices(sortedBy('price'), 99_997)).toEqual(['999.97', '999.98', '999.99']);
    expect(prices(sortedBy('price', true), 0)).toEqual(['999.99', '999.98', '999.97']);
    expect(prices(sortedBy('price', true), 50_000)).toEqual(['499.99', '499.98', '499.97']);
  });

  it('come filtered, and filtered and sorted', () => {
    const view = filtered({ text: 'title 9999' });
    expect(reader.window({ view, offset: 0, limit: 3 }).total).toBe(11);
    expect(cellsOf(reader, view, 0, 3)).toEqual(['Title 9999', 'Title 99990', 'Title 99991']);
    expect(cellsOf(reader, { ...view, sort: { column: 'title', descending: true } }, 0, 2)).toEqual(
      ['Title 99999', 'Title 99998'],
    );
  });
});

describe('sorting', () => {
  it('puts numbers before texts and blanks last, either way, and keeps the order of equals', () => {
    const run = runOf(
      ['b', '10', '', 'A', '9', '-1.5', 'a', '2e1', '12abc', 'B', ' 7 ', '007'].map((text) => [
        text,
      ]),
    );
    const reader = new RunReader(run.file);
    expect(cellsOf(reader, sortedBy('title'))).toEqual([
      '-1.5',
      ' 7 ',
      '007',
      '9',
      '10',
      '2e1',
      '12abc',
      'A',
      'a',
      'b',
      'B',
      '',
    ]);
    expect(cellsOf(reader, sortedBy('title', true))).toEqual([
      'b',
      'B',
      'A',
      'a',
      '12abc',
      '2e1',
      '10',
      '9',
      ' 7 ',
      '007',
      '-1.5',
      '',
    ]);
    reader.close();
    run.close();
  });

  it('by place is the order of the list, whatever the order of arrival, and back', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(3)));
    const [first, second, third] = queued(run);
    if (!first || !second || !third) throw new Error('nothing queued');
    run.commit([done(third, [['3a'], ['3b']]), done(first, [['1']])]);
    run.commit([done(second, [['2a'], ['2b']])]);
    const reader = new RunReader(run.file);
    expect(cellsOf(reader, plain)).toEqual(['3a', '3b', '1', '2a', '2b']);
    expect(cellsOf(reader, sortedBy('$place'))).toEqual(['1', '2a', '2b', '3a', '3b']);
    expect(cellsOf(reader, sortedBy('$place', true))).toEqual(['3b', '3a', '2b', '2a', '1']);
    reader.close();
    run.close();
  });

  it('takes every fixed column, carried ones, and refuses others', () => {
    const run = createRunFile(runFileIn(), newRun({ carried: ['sku', 'title'] }));
    run.import(
      batch([
        item(1, 'https://b.example/', { carried: ['30', 'x'] }),
        item(2, 'https://a.example/', { carried: ['4', 'y'] }),
        item(3, null, { carried: ['-', 'z'] }),
      ]),
    );
    const [first, second] = queued(run);
    if (!first || !second) throw new Error('nothing queued');
    run.commit([
      failed(second, {
        trace: trace({ status: 404, wireBytes: 5, finalUrl: 'https://b.example/x' }),
      }),
      done(first, [['One']], { finishedAtMs: 1_735_700_001_900 }),
    ]);
    const reader = new RunReader(run.file);
    const places = (column: string, descending = false) =>
      reader
        .window({ view: sortedBy(column, descending), offset: 0, limit: 10 })
        .lines.map(({ place }) => place);
    expect(places('$url')).toEqual([2, 1, 3]);
    expect(places('$status')).toEqual([1, 2, 3]);
    expect(places('$status', true)).toEqual([2, 1, 3]);
    expect(places('$final_url')).toEqual([1, 2, 3]);
    expect(places('$error')).toEqual([2, 3, 1]);
    expect(places('$place', true)).toEqual([3, 2, 1]);
    expect(places('$ms')).toEqual([2, 1, 3]);
    expect(places('$bytes')).toEqual([2, 1, 3]);
    expect(places('sku')).toEqual([2, 1, 3]);
    expect(() => places('$nothing')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => places('id')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => places('constructor')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    reader.close();
    run.close();
  });
});

describe('a field that has the name of a column of the list', () => {
  it('is filtered by the name that the job has for it, and sorted by that of the table', () => {
    const run = createRunFile(runFileIn(), newRun({ carried: ['Title'], fields: ['title'] }));
    const list = pages(3).map((page, index) => ({ ...page, carried: [`carried ${index}`] }));
    run.import(batch(list));
    const values = ['b', '', 'a'];
    run.commit(queued(run).map((request, index) => done(request, [[values[index] ?? '']])));
    run.close();
    const reader = new RunReader(run.file);
    const at = { offset: 0, limit: 10 };
    const { columns } = reader.window({ view: plain, ...at });
    expect(columns).toMatchObject({ fields: ['title (2)'], jobNames: ['title'] });
    const places = (view: ResultView) =>
      reader.window({ view, ...at }).lines.map(({ place }) => place);
    const where = (is: 'empty' | 'value', value: string) =>
      places(filtered({ column: { field: 'title', is, value } }));
    expect(where('empty', '')).toEqual([2]);
    expect(where('value', 'a')).toEqual([3]);
    expect(places(sortedBy('title (2)'))).toEqual([3, 1, 2]);
    reader.close();
  });
});

describe('a typed column', () => {
  it('shows the rows of one of its commonest values, and of a text that stayed as it is', () => {
    const fields = [{ name: 'price', css: 'b', type: 'price' as const }];
    const run = createRunFile(runFileIn(), newRun({ rules: { name: 'Lamps', fields } }));
    run.import(batch(pages(4)));
    const values = ['5,00 €', '1.299,50 €', 'sold out', '5 €'];
    run.commit(queued(run).map((request, index) => done(request, [[values[index] ?? '']])));
    run.close();
    const reader = new RunReader(run.file);
    const places = (is: 'value' | 'beginning', value: string) =>
      reader
        .window({ view: filtered({ column: { field: 'price', is, value } }), offset: 0, limit: 10 })
        .lines.map(({ place }) => place);
    expect(places('value', '5')).toEqual([1, 4]);
    expect(places('value', '1299.5')).toEqual([2]);
    expect(places('beginning', 'sold out')).toEqual([3]);
    reader.close();
  });
});

describe('the first lines of an order', () => {
  /** Few values for many lines, so that the order of equal ones can be tested. */
  const value = (index: number) => ['b', '', '10', 'A', '9', 'ä'][(index * 7) % 6] ?? '';
  const count = 1000;
  const order = (descending: boolean) => {
    const rank = (text: string) => ['9', '10', 'A', 'b', 'ä'].indexOf(text);
    return Array.from({ length: count }, (_, index) => index).sort((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === '' || right === '') return Number(left === '') - Number(right === '') || a - b;
      return (descending ? rank(right) - rank(left) : rank(left) - rank(right)) || a - b;
    });
  };

  it.each([false, true])('are followed by the rest, descending: %s', (descending) => {
    const run = runOf(Array.from({ length: count }, (_, index) => [value(index)]));
    const reader = new RunReader(run.file);
    const view = sortedBy('title', descending);
    const ids = (offset: number, limit: number) =>
      reader.window({ view, offset, limit }).lines.map(({ lineId }) => lineId - 1);
    const wanted = order(descending);
    for (const offset of [0, 100, 150, 600, 900, 0]) {
      expect(ids(offset, 100)).toEqual(wanted.slice(offset, offset + 100));
    }
    expect(reader.window({ view, offset: 0, limit: 1 }).total).toBe(count);
    reader.close();
    run.close();
  });

  it('and the rest are of one moment, also while lines are added', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(600)));
    const all = queued(run);
    const reader = new RunReader(run.file, () => 0);
    run.commit(all.slice(0, 400).map((request) => done(request, [[`m${request.id}`]])));
    const view = sortedBy('title');
    const first = reader.window({ view, offset: 0, limit: 100 });
    run.commit(all.slice(400).map((request) => done(request, [['a']])));
    const rest = reader.window({ view, offset: 100, limit: 400 });
    expect([first.total, rest.total]).toEqual([400, 400]);
    const titles = [...first.lines, ...rest.lines].map(({ cells }) => cells[0]);
    expect(titles).toEqual([...titles].sort());
    expect(new Set(titles).size).toBe(400);
    reader.close();
    run.close();
  });

  it('are counted where the lines are narrowed down', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(600)));
    run.commit(
      queued(run).map((request) => (request.id % 2 ? done(request, [['x']]) : failed(request))),
    );
    const reader = new RunReader(run.file);
    const view = { ...sortedBy('$place', true), filter: filtered({ state: 'failed' }).filter };
    const { total, lines } = reader.window({ view, offset: 0, limit: 2 });
    expect(total).toBe(300);
    expect(lines.map(({ place }) => place)).toEqual([600, 598]);
    expect(reader.window({ view, offset: 299, limit: 2 }).lines.map(({ place }) => place)).toEqual([
      2,
    ]);
    reader.close();
    run.close();
  });
});

describe('filtering', () => {
  it('looks for the very text in every column, whatever its case', () => {
    const run = runOf([['50% off_now'], ['50 off now'], ['Ärger, ÄRGER'], ['back\\slash'], ['']]);
    const reader = new RunReader(run.file);
    const found = (text: string) => cellsOf(reader, filtered({ text }));
    expect(found('50%')).toEqual(['50% off_now']);
    expect(found('F_N')).toEqual(['50% off_now']);
    expect(found('\\')).toEqual(['back\\slash']);
    expect(found('ärger')).toEqual(['Ärger, ÄRGER']);
    expect(found('PAGE-2')).toEqual(['50 off now']);
    expect(found('200')).toHaveLength(5);
    expect(found('nowhere')).toEqual([]);
    reader.close();
    run.close();
  });

  it('keeps lines of a state or of an error code', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch([...pages(6), item(7, null)]));
    const all = queued(run);
    run.commit(all.slice(0, 2).map((request) => done(request, [['x'], ['y']])));
    run.commit(all.slice(2, 5).map((request) => failed(request)));
    const reader = new RunReader(run.file);
    const total = (filter: Partial<ResultView['filter']>) =>
      reader.window({ view: filtered(filter), offset: 0, limit: 10 }).total;
    expect(total({ state: 'done' })).toBe(4);
    expect(total({ state: 'failed' })).toBe(4);
    expect(total({ state: 'queued' })).toBe(0);
    expect(total({ errorCode: 'HTTP_404' })).toBe(3);
    expect(total({ errorCode: 'INVALID_URL', state: 'failed' })).toBe(1);
    expect(total({ errorCode: 'HTTP_404', text: 'd.example' })).toBe(1);
    reader.close();
    run.close();
  });

  it('searches runs of hundreds of fields', () => {
    const fields = Array.from({ length: 350 }, (_, index) => `field ${index}`);
    const run = createRunFile(runFileIn(), newRun({ fields }));
    run.import(batch(pages(2)));
    const [first] = queued(run);
    if (!first) throw new Error('nothing queued');
    run.commit([done(first, [[...fields.slice(1), 'the last one']])]);
    const reader = new RunReader(run.file);
    const { lines } = reader.window({ view: filtered({ text: 'LAST' }), offset: 0, limit: 10 });
    expect(lines.map(({ requestId }) => requestId)).toEqual([first.id]);
    reader.close();
    run.close();
  });
});

describe('a run that goes on', () => {
  it('shows new lines at the end, in plain and in filtered views, without moving the others', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(40)));
    const all = queued(run);
    const reader = new RunReader(run.file);
    const view = filtered({ text: 'even' });
    for (let upTo = 0; upTo <= 40; upTo += 10) {
      const next = all.slice(upTo - 10, upTo);
      run.commit(next.map((request) => done(request, [[request.id % 2 ? 'odd' : 'even']])));
      expect(reader.window({ view: plain, offset: 0, limit: 1 }).total).toBe(upTo);
      const { total, lines } = reader.window({ view, offset: 0, limit: 100 });
      expect(total).toBe(upTo / 2);
      expect(lines.map(({ place }) => place)).toEqual(
        Array.from({ length: upTo / 2 }, (_, index) => index * 2 + 2),
      );
    }
    reader.close();
    run.close();
  });

  it('sorts anew only at the top, and not at once', () => {
    let now = 0;
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(4)));
    const [a, b, c] = queued(run);
    if (!a || !b || !c) throw new Error('nothing queued');
    const reader = new RunReader(run.file, () => now);
    run.commit([done(a, [['m']])]);
    expect(cellsOf(reader, sortedBy('title'))).toEqual(['m']);
    run.commit([done(b, [['a']])]);
    expect(cellsOf(reader, sortedBy('title'))).toEqual(['m']);
    now += 60_000;
    expect(cellsOf(reader, sortedBy('title'), 1)).toEqual([]);
    expect(cellsOf(reader, sortedBy('title'))).toEqual(['a', 'm']);
    reader.close();
    run.close();
  });

  it('sorts anew at once when it has come to rest', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(2)));
    const [a, b] = queued(run);
    if (!a || !b) throw new Error('nothing queued');
    const reader = new RunReader(run.file, () => 0);
    run.commit([done(a, [['m']])]);
    expect(cellsOf(reader, sortedBy('title'))).toEqual(['m']);
    run.commit([done(b, [['a']])]);
    run.setState('finished', null, 1000, null);
    expect(cellsOf(reader, sortedBy('title'))).toEqual(['a', 'm']);
    reader.close();
    run.close();
  });

  it('shows what is left after lines were taken out for a retry, in every view', () => {
    const run = createRunFile(runFileIn(), newRun());
    run.import(batch(pages(9)));
    const all = queued(run);
    run.commit(
      all.map((request) =>
        request.id % 3 ? done(request, [[`t${request.id}`]]) : failed(request),
      ),
    );
    const reader = new RunReader(run.file);
    const views = [plain, sortedBy('title'), filtered({ text: 't' })];
    for (const view of views) reader.window({ view, offset: 0, limit: 100 });
    run.requeueFailed(null);
    for (const view of views) {
      const { total, lines } = reader.window({ view, offset: 0, limit: 100 });
      expect(total).toBe(6);
      expect(lines.map(({ place }) => place)).toEqual([1, 2, 4, 5, 7, 8]);
    }
    run.commit(queued(run).map((request) => done(request, [['t10'], ['t11']])));
    const { total, lines } = reader.window({ view: plain, offset: 4, limit: 4 });
    expect(total).toBe(12);
    expect(lines.map(({ place }) => place)).toEqual([7, 8, 3, 3]);
    reader.close();
    run.close();
  });
});
