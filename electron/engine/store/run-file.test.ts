import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { openRunFile, type RunFile } from './run-file.ts';
import { batch, createRun, done, drawAll, failed, item, pages, trace } from './run-fixture.ts';
import { Sqlite } from './sqlite.ts';

/** The counts computed from the tables, for comparison with the stored ones. */
function counted(file: string) {
  const db = new Sqlite(file);
  const one = (sql: string): number => db.get<[number]>(sql)?.[0] ?? Number.NaN;
  const ofState = (state: string) => one(`SELECT count(*) FROM requests WHERE state = '${state}'`);
  const result = {
    queued: ofState('queued'),
    done: ofState('done'),
    failed: ofState('failed'),
    skipped: ofState('skipped'),
    rows: one('SELECT count(*) FROM rows WHERE number > 0'),
    lines: one('SELECT count(*) FROM rows'),
    hosts: db
      .prepare<[number, number, number, number]>(
        `SELECT hosts.id, count(*) FILTER (WHERE state = 'queued'),
           count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE state = 'failed')
         FROM hosts JOIN requests ON host_id = hosts.id GROUP BY hosts.id ORDER BY hosts.id`,
      )
      .all(),
    keptHosts: db
      .prepare<[number, number, number, number]>(
        'SELECT id, queued, done, failed FROM hosts ORDER BY id',
      )
      .all(),
  };
  db.close();
  return result;
}

/** The kept counts equal a count over the tables. */
function expectCountsToBeTrue(run: RunFile): void {
  const { hosts, keptHosts, ...counts } = counted(run.file);
  expect(run.counts()).toMatchObject(counts);
  expect(keptHosts).toEqual(hosts);
}

describe('import', () => {
  it('makes every line a request in exactly one state, in the order of the list', () => {
    const run = createRun();
    run.import(
      batch([
        item(1, 'https://a.example/1'),
        item(2, null, { text: 'no url', problem: 'there is no host' }),
        item(3, 'https://b.example/2'),
        item(4, 'https://a.example/1', { text: 'a.example/1' }),
      ]),
    );
    run.import(batch([item(5, 'https://b.example/2')]));
    run.importDone();
    expect(run.counts()).toMatchObject({ queued: 2, failed: 1, skipped: 2, lines: 1, rows: 0 });
    expect(run.meta.importing).toEqual({ done: true, lines: 5, bytes: 0, totalBytes: 0 });
    expectCountsToBeTrue(run);
    expect(drawAll(run)).toEqual([
      { id: 1, hostId: 1, url: 'https://a.example/1' },
      { id: 3, hostId: 2, url: 'https://b.example/2' },
    ]);
    const db = new Sqlite(run.file);
    expect(
      db.prepare('SELECT id, state, duplicate_of, error_code, text FROM requests').all(),
    ).toEqual([
      [1, 'queued', null, null, 'https://a.example/1'],
      [2, 'failed', null, 'INVALID_URL', 'no url'],
      [3, 'queued', null, null, 'https://b.example/2'],
      [4, 'skipped', 1, null, 'a.example/1'],
      [5, 'skipped', 3, null, 'https://b.example/2'],
    ]);
    db.close();
    run.close();
  });

  it('fetches the normalised URL, and finds duplicates by the key', () => {
    const run = createRun();
    const key = 'https://a.example/p';
    run.import(
      batch([
        item(1, 'https://a.example/p#x', { key, text: 'A.example/p#x' }),
        item(2, 'https://a.example/p#y', { key }),
      ]),
    );
    expect(drawAll(run).map(({ url }) => url)).toEqual(['https://a.example/p#x']);
    expect(run.counts().skipped).toBe(1);
    run.close();
  });

  it('goes on after a cut without taking a line twice', () => {
    const run = createRun(30);
    run.close();
    const again = openRunFile(run.file);
    expect(again.meta.importing.done).toBe(false);
    again.import(batch([...pages(10, 21), ...pages(10, 31)]));
    expect(again.counts()).toMatchObject({ queued: 40, skipped: 10 });
    expectCountsToBeTrue(again);
    again.close();
  });

  it('takes thousands of hosts and of duplicates', () => {
    const run = createRun();
    const items = Array.from({ length: 20_000 }, (_, index) =>
      item(index + 1, `https://h${index % 10_000}.example/`),
    );
    for (let at = 0; at < items.length; at += 3000) run.import(batch(items.slice(at, at + 3000)));
    expect(run.counts()).toMatchObject({ queued: 10_000, skipped: 10_000 });
    expect(run.totals().hosts).toBe(10_000);
    expect(run.hostCounts(1)).toEqual({ queued: 1, done: 0, failed: 0 });
    expect(run.hosts(9_990, 100).map(({ id }) => id)).toEqual(
      Array.from({ length: 10 }, (_, index) => 9_991 + index),
    );
    expectCountsToBeTrue(run);
    run.close();
  });
});

describe('commit', () => {
  it('settles requests with their rows, and a request without rows has a line all the same', () => {
    const run = createRun(4);
    const [first, second, third] = drawAll(run);
    if (!first || !second || !third) throw new Error('nothing queued');
    run.commit([
      done(first, [
        ['One', '1.50'],
        ['Two', '2.50'],
      ]),
      done(second, []),
      failed(third, { attempts: 3 }),
    ]);
    expect(run.counts()).toMatchObject({
      queued: 1,
      done: 2,
      failed: 1,
      rows: 2,
      lines: 4,
      bytes: 3000,
      retries: 2,
    });
    expectCountsToBeTrue(run);
    const db = new Sqlite(run.file);
    expect(db.prepare('SELECT request_id, number, title, price FROM rows').all()).toEqual([
      [first.id, 1, 'One', '1.50'],
      [first.id, 2, 'Two', '2.50'],
      [second.id, 0, null, null],
      [third.id, 0, null, null],
    ]);
    db.close();
    expect(run.totals()).toEqual({
      counts: { queued: 1, done: 2, failed: 1, skipped: 0 },
      hosts: 4,
      unmatched: 1,
      rows: 2,
      inBrowser: 0,
      bytes: 3000,
      retries: 2,
      statusClasses: { '2xx': 2, '3xx': 0, '4xx': 1, '5xx': 0, none: 0 },
      errors: [
        {
          code: 'HTTP_404',
          title: 'The page does not exist',
          count: 1,
          exampleUrl: third.url,
          exampleMessage: 'The page does not exist (404).',
        },
      ],
    });
    run.close();
  });

  it('gives every request of many its own values, however it went', () => {
    const run = createRun(47);
    const outcomes = drawAll(run).map((request, index) => {
      const { id, url } = request;
      const own = trace({
        finalUrl: `${url}?to`,
        wireBytes: id,
        headersMs: id + 1,
        bodyMs: id + 2,
      });
      const more = { attempts: id, startedAtMs: id + 3, finishedAtMs: id + 4, trace: own };
      const redirects = [{ from: url, to: own.finalUrl, status: 301 }];
      if (index % 5 === 1) return failed(request, { ...more, encoding: null });
      if (index % 5 === 2) return failed(request, { ...more, trace: null });
      if (index % 5 === 3) return done(request, [], { ...more, trace: { ...own, redirects } });
      return done(request, [[`${id}`], [`${id}!`]], {
        ...more,
        trace: index % 2 === 0 ? own : { ...own, notes: ['EMPTY'] },
      });
    });
    run.commit(outcomes);
    expectCountsToBeTrue(run);
    const db = new Sqlite(run.file);
    const stored = db.prepare(
      `SELECT state, attempts, status, final_url, error_code, bytes, started_ms, finished_ms,
         headers_ms, body_ms, redirects, content_type, encoding, notes,
         (SELECT group_concat(number || coalesce(title, '')) FROM rows WHERE request_id = q.id)
       FROM requests AS q WHERE id = ?`,
    );
    for (const { requestId: id, state, trace, failure, rows, encoding } of outcomes) {
      const json = (list: readonly unknown[] = []) =>
        list.length > 0 ? JSON.stringify(list) : null;
      expect(stored.get([id])).toEqual([
        ...[state, id, trace?.status ?? null, trace?.finalUrl ?? null, failure?.code ?? null],
        ...[trace?.wireBytes ?? null, id + 3, id + 4, trace?.headersMs ?? null],
        ...[trace?.bodyMs ?? null, json(trace?.redirects), trace?.contentType ?? null, encoding],
        ...[json(trace?.notes), rows.length > 0 ? `1${id},2${id}!` : '0'],
      ]);
    }
    db.close();
    run.close();
  });

  it('changes nothing when an outcome comes twice, or for a request that is not there', () => {
    const run = createRun(2);
    const [first] = drawAll(run);
    if (!first) throw new Error('nothing queued');
    run.commit([done(first, [['One', '1']]), failed(first), failed({ id: 99, hostId: 1 })]);
    run.commit([done(first, [['Other', '2']]), failed(first)]);
    expect(run.counts()).toMatchObject({ queued: 1, done: 1, failed: 0, rows: 1, lines: 1 });
    expectCountsToBeTrue(run);
    run.close();
  });

  it('keeps all of a commit or nothing, and the counts with it', () => {
    const run = createRun(8);
    const before = run.counts();
    const db = new Sqlite(run.file);
    db.exec(`CREATE TRIGGER refuse BEFORE INSERT ON rows WHEN NEW.title = 'bad'
             BEGIN SELECT RAISE(ABORT, 'refused'); END`);
    db.close();
    const [first, second] = drawAll(run);
    if (!first || !second) throw new Error('nothing queued');
    expect(() => run.commit([done(first, [['good', '']]), done(second, [['bad', '']])])).toThrow(
      'refused',
    );
    expect(run.counts()).toEqual(before);
    expectCountsToBeTrue(run);
    expect(drawAll(run)).toHaveLength(8);
    run.commit([done(first, [['good', '']])]);
    expect(run.counts().done).toBe(1);
    run.close();
  });

  it('stores any string, the two kinds that SQLite has no form for as U+FFFD', () => {
    const run = createRun(1);
    const [first] = drawAll(run);
    if (!first) throw new Error('nothing queued');
    run.commit([done(first, [['a\0b', 'c\ud800d \u{1f600} e']])]);
    const db = new Sqlite(run.file);
    expect(db.get('SELECT title, price FROM rows')).toEqual(['a\ufffdb', 'c\ufffdd \u{1f600} e']);
    db.close();
    run.close();
  });

  it('finds a column for every field, whatever its name', () => {
    const fields = ['id', 'Title', 'title', 'TITLE_2', 'a"b', "it's; --", 'rowid', 'naïve 名'];
    const run = createRun(1, { fields });
    const [first] = drawAll(run);
    if (!first) throw new Error('nothing queued');
    run.commit([done(first, [fields])]);
    expect(run.columns.fields.map(({ name }) => name)).toEqual(
      fields.map((name) => (name === 'title' ? 'title (2)' : name)),
    );
    const db = new Sqlite(run.file);
    const names = run.columns.fields.map(({ column }) => `"${column.replaceAll('"', '""')}"`);
    expect(db.get(`SELECT ${names} FROM rows`)).toEqual(fields);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(fields.length);
    db.close();
    run.close();
  });
});

describe('retrying', () => {
  it('queues failed requests again, of one cause or all, but no line that is no URL', () => {
    const run = createRun(20);
    run.import(batch([item(21, null)]));
    const all = drawAll(run);
    run.commit(
      all.map((request, index) => {
        if (index < 5) return failed(request);
        if (index < 8) return failed(request, { failure: failure('TOTAL_TIMEOUT'), trace: null });
        return done(request, [['One', '1']]);
      }),
    );
    expect(run.requeueFailed('TOTAL_TIMEOUT')).toBe(3);
    expect(run.counts()).toMatchObject({ queued: 3, done: 12, failed: 6, lines: 18 });
    expectCountsToBeTrue(run);
    expect(drawAll(run)).toHaveLength(3);
    expect(run.requeueFailed(null)).toBe(5);
    expect(run.counts()).toMatchObject({ queued: 8, done: 12, failed: 1, rows: 12, lines: 13 });
    expect(run.requeueFailed(null)).toBe(0);
    expectCountsToBeTrue(run);
    expect(run.totals().errors.map(({ code }) => code)).toEqual(['INVALID_URL']);
    run.commit(drawAll(run).map((request) => done(request, [['Late', '2']])));
    expect(run.counts()).toMatchObject({ queued: 0, done: 20, failed: 1, rows: 20 });
    expectCountsToBeTrue(run);
    run.close();
  });
});
