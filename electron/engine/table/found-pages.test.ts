import { expect, it } from 'vitest';
import type { NextPage } from '../ports/lead.ts';
import { RunReader } from '../reader/run-reader.ts';
import { createRunFile, openRunFile, type RunFile } from '../store/run-file.ts';
import { batch, done, failed, item, newRun, runFileIn } from '../store/run-fixture.ts';
import { readColumns } from '../store/schema.ts';
import { Sqlite } from '../store/sqlite.ts';
import { runTable } from './run-table.ts';

const leadTo = (path: string): NextPage => {
  const url = `https://a.example/${path}`;
  const host = 'https://a.example';
  return { kind: 'lead', lead: { relation: 'next', fromNumber: 0, url, key: url, host } };
};

/** Two items of a list, of which the second leads to two pages before the first leads to any. */
function grownRun(): RunFile {
  const run = createRunFile(runFileIn(), newRun({ carried: ['Shop'], grows: true }));
  run.import(
    batch([
      item(10, 'https://a.example/one', { carried: ['blue'] }),
      item(20, 'https://a.example/two', { carried: ['red'] }),
    ]),
  );
  run.importDone();
  const settle = (id: number, title: string, next: NextPage): void => {
    run.commit([done({ id, hostId: 1 }, [[title, '1']], { next })]);
  };
  settle(2, 'two', leadTo('two?page=2'));
  settle(3, 'two, page 2', leadTo('two?page=3'));
  settle(1, 'one', leadTo('one?page=2'));
  settle(5, 'one, page 2', leadTo('one'));
  settle(4, 'two, page 3', { kind: 'none' });
  return run;
}

const inOrder = ['one', 'one, page 2', 'two', 'two, page 2', 'two, page 3'];

it('is the order of the list with what its pages led to, in the table and in an export', () => {
  const run = grownRun();
  const reader = new RunReader(run.file);
  const filter = { text: '', state: null, errorCode: null };
  const titles = (sort: { column: string; descending: boolean } | null) =>
    reader
      .window({ view: { sort, filter }, offset: 0, limit: 10 })
      .lines.map(({ cells, place }) => [place, ...cells.slice(0, 2)]);
  const placed = inOrder.map((title) =>
    title.startsWith('one') ? [10, 'blue', title] : [20, 'red', title],
  );
  expect(titles({ column: '$place', descending: false })).toEqual(placed);
  expect(titles({ column: '$place', descending: true })).toEqual([...placed].reverse());
  expect(reader.detail(4)).toMatchObject({
    place: 20,
    url: 'https://a.example/two?page=3',
    carried: [{ name: 'Shop', value: 'red' }],
  });
  reader.close();

  const db = new Sqlite(run.file);
  const source = runTable(db, readColumns(db), { include: 'done', keepDuplicates: false });
  expect(source.places).toBe(5);
  const records = [...source.read(0, 2), ...source.read(2, 5)];
  expect(records.map(([, , title]) => title)).toEqual(inOrder);
  expect(db.prepare('SELECT * FROM links ORDER BY from_request').all()).toEqual([
    [1, 0, 'next', 5],
    [2, 0, 'next', 3],
    [3, 0, 'next', 4],
    [5, 0, 'next', 1],
  ]);
  db.close();
  run.close();
});

it('goes on after a resume, and knows the pages that it had found before', () => {
  const before = grownRun();
  before.close();
  const run = openRunFile(before.file);
  expect(run.imported()).toBe(2);
  expect(run.counts()).toMatchObject({ queued: 0, done: 5, found: 3 });
  run.import(batch([item(30, 'https://a.example/three', { carried: ['green'] })]));
  const growth = run.commit([
    done({ id: 6, hostId: 1 }, [['three', '1']], { next: leadTo('new') }),
  ]);
  expect(growth).toMatchObject({ found: 1, newHosts: 0 });
  expect(run.take(1, 6, 10)).toEqual([
    {
      id: 7,
      hostId: 1,
      url: 'https://a.example/new',
      ledBy: 'https://a.example/final',
      ownOrigin: 'https://a.example',
    },
  ]);
  expect(
    run.commit([done({ id: 7, hostId: 1 }, [['four', '1']], { next: leadTo('two?page=3') })]),
  ).toMatchObject({ found: 0 });
  expect(run.chains()).toEqual({ found: 4, ends: { known: 2, 'no-link': 1 } });
  run.close();
});

it('sends the login of a list to the next pages of the same host alone', () => {
  const run = createRunFile(runFileIn(), newRun({ grows: true }));
  const login = { user: 'ann', password: 'secret' };
  run.import(
    batch([
      item(1, 'https://a.example/one', { login, key: 'ann@https://a.example/one' }),
      item(2, 'https://a.example/two'),
    ]),
  );
  const settle = (id: number, next: NextPage) =>
    run.commit([done({ id, hostId: 1 }, [[`page ${id}`, '1']], { next })]);
  settle(1, leadTo('more'));
  // The same address without the login is another page.
  expect(settle(2, leadTo('more'))).toMatchObject({ found: 1 });
  const [first, second] = run.take(1, 2, 10);
  expect(first).toMatchObject({ id: 3, login });
  expect(second).not.toHaveProperty('login');
  const host = 'https://b.example';
  const url = `${host}/`;
  settle(3, { kind: 'lead', lead: { relation: 'next', fromNumber: 0, url, key: url, host } });
  const led = { hostId: 2, ledBy: 'https://a.example/final', ownOrigin: 'https://a.example' };
  expect(run.take(2, 0, 10)).toEqual([{ ...led, id: 5, url }]);
  const next = `${host}/2`;
  settle(5, {
    kind: 'lead',
    lead: { relation: 'next', fromNumber: 0, url: next, key: next, host },
  });
  expect(run.take(2, 5, 10)).toEqual([{ ...led, id: 6, url: next }]);
  run.close();
});

it('takes columns of a list that have the names of columns of other tables', () => {
  const carried = ['user', 'Password', 'request_id', 'from_request', 'to_request', 'first', 'last'];
  const run = createRunFile(runFileIn(), newRun({ carried, grows: true }));
  const login = { user: 'ann', password: 'secret' };
  run.import(batch([item(1, 'https://a.example/one', { login, carried })]));
  const [first] = run.take(1, 0, 10);
  expect(first).toMatchObject({ id: 1, login });
  run.commit([done({ id: 1, hostId: 1 }, [['one', '1']], { next: leadTo('two') })]);
  expect(run.take(1, 1, 10)).toMatchObject([{ id: 2, login, ledBy: 'https://a.example/final' }]);
  run.commit([failed({ id: 2, hostId: 1 })]);
  expect(run.requeueFailed(null)).toBe(1);
  run.commit([done({ id: 2, hostId: 1 }, [['two', '2']])]);
  const reader = new RunReader(run.file);
  for (const text of ['', 'from_request']) {
    const filter = { text, state: 'done', errorCode: null } as const;
    const sort = { column: 'user', descending: true };
    const { lines } = reader.window({ view: { sort, filter }, offset: 0, limit: 10 });
    expect(lines.map(({ cells }) => cells.slice(0, 8))).toEqual([
      [...carried, 'one'],
      [...carried, 'two'],
    ]);
  }
  expect(reader.detail(2).carried.map(({ value }) => value)).toEqual(carried);
  reader.close();
  const db = new Sqlite(run.file);
  const source = runTable(db, readColumns(db), { include: 'all', keepDuplicates: true });
  expect(source.read(0, 2)).toHaveLength(2);
  db.close();
  run.close();
});

it('takes back what a failed commit led to', () => {
  const run = createRunFile(runFileIn(), newRun({ grows: true }));
  run.import(batch([item(1, 'https://a.example/one')]));
  const outcome = done({ id: 1, hostId: 1 }, [['one', '1']], { next: leadTo('two') });
  const noText = Symbol('no value that SQLite takes') as unknown as string;
  expect(() => run.commit([{ ...outcome, rows: [[noText]] }])).toThrow();
  expect(run.counts()).toMatchObject({ queued: 1, found: 0 });
  expect(run.commit([outcome])).toMatchObject({ found: 1 });
  run.close();
});
