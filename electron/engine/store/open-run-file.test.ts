import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RunReader } from '../reader/run-reader.ts';
import { readDetail } from '../table/result-detail.ts';
import { createRunFile, openRunFile } from './run-file.ts';
import { batch, createRun, done, drawAll, item, newRun, runFileIn, trace } from './run-fixture.ts';
import { readMeta } from './run-meta.ts';
import { readColumns } from './schema.ts';
import { Sqlite } from './sqlite.ts';

describe('opening', () => {
  it('shows a run whose process died while it stopped as stopped, and any other as interrupted', () => {
    for (const [stored, shown] of [
      ['stopping', 'stopped'],
      ['running', 'interrupted'],
    ] as const) {
      const run = createRun(3);
      run.setState(stored, null, 10);
      run.close();
      const reader = new RunReader(run.file);
      expect(reader.snapshot().state).toBe(shown);
      reader.close();
    }
  });

  it('goes on where the last owner closed', () => {
    const run = createRun(10);
    run.importDone();
    const [first] = drawAll(run);
    if (!first) throw new Error('nothing queued');
    run.commit([done(first, [['One', '1']], { trace: trace({ wireBytes: 12 }) })]);
    run.setState('stopped', 'You stopped it.', 4321);
    expect(run.setOptions('auto', { concurrency: 3, perHost: 2 })).toEqual({
      concurrency: 3,
      perHost: 2,
    });
    run.close();
    const again = openRunFile(run.file);
    expect(again.meta).toEqual(run.meta);
    expect(again.meta).toMatchObject({
      state: 'stopped',
      stateReason: 'You stopped it.',
      elapsedMs: 4321,
      concurrency: 3,
      rules: { ...newRun().rules, options: { ...newRun().rules.options, perHost: 2 } },
    });
    expect(drawAll(again)).toHaveLength(9);
    again.close();
  });

  it('leaves one file behind, and nothing of a lock', () => {
    const run = createRun(10);
    expect(existsSync(`${run.file}.lock`)).toBe(true);
    run.close();
    expect(existsSync(`${run.file}.lock`)).toBe(false);
    run.close();
  });

  it('refuses a second owner', () => {
    const run = createRun();
    expect(() => openRunFile(run.file)).toThrow(expect.objectContaining({ code: 'BUSY' }));
    run.close();
    openRunFile(run.file).close();
  });

  it('says what is wrong with a file that is no run, or of a newer Trawl', () => {
    const missing = runFileIn();
    expect(() => openRunFile(missing)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    const other = runFileIn();
    const db = new Sqlite(other);
    db.exec('CREATE TABLE t (a)');
    expect(() => openRunFile(other)).toThrow('This file is not a run of Trawl.');
    db.exec('PRAGMA user_version = 99');
    expect(() => openRunFile(other)).toThrow('A newer version of Trawl made this run.');
    db.close();
    expect(existsSync(`${other}.lock`)).toBe(false);
  });

  it('brings the file of an older version up to date, columns called notes and got along with it', () => {
    const file = runFileIn();
    const run = createRunFile(file, newRun({ carried: ['Notes', 'notes_2', 'got'] }));
    run.import(batch([item(1, 'https://a.example/', { carried: ['blue', 'red', 'here'] })]));
    const columns = run.columns.carried.map(({ column }) => column);
    run.close();
    const db = new Sqlite(file);
    db.exec(`DROP TABLE cookies; DROP TABLE logins; DROP TABLE answers; DROP TABLE templates;
      DROP TABLE pages; DROP TABLE health; DROP TABLE ambiguous; ALTER TABLE fields DROP COLUMN type;
      ALTER TABLE requests DROP COLUMN notes; ALTER TABLE requests DROP COLUMN got;
      DROP TABLE chains; DROP TABLE chain_rows; DROP TABLE links; DROP INDEX requests_order; ALTER TABLE requests DROP COLUMN kind;
      ALTER TABLE requests DROP COLUMN depth; ALTER TABLE requests DROP COLUMN order_key;
      PRAGMA user_version = 1;
      ALTER TABLE requests RENAME COLUMN ${columns[0]} TO Notes;
      UPDATE fields SET column_name = 'Notes' WHERE name = 'Notes';
      ALTER TABLE requests RENAME COLUMN ${columns[2]} TO got;
      UPDATE fields SET column_name = 'got' WHERE name = 'got';
      UPDATE meta SET value = json_remove(value, '$.inBrowser') WHERE key = 'counts'`);
    expect(readDetail(db, readColumns(db), 1)).toMatchObject({ notes: [], said: null });
    db.close();
    const reopened = openRunFile(file);
    reopened.commit([
      done({ id: 1, hostId: 1 }, [['x', '1']], { trace: trace({ notes: ['EMPTY'] }) }),
    ]);
    reopened.close();
    const after = new Sqlite(file);
    expect(readDetail(after, readColumns(after), 1)).toMatchObject({
      notes: ['EMPTY'],
      carried: [
        { name: 'Notes', value: 'blue' },
        { name: 'notes_2', value: 'red' },
        { name: 'got', value: 'here' },
      ],
    });
    after.close();
  });

  it('reads rules in the form that they were written in, the first where none is said', () => {
    const file = runFileIn();
    const { rules } = newRun();
    createRunFile(file, newRun()).close();
    const db = new Sqlite(file);
    const form = db.prepare<[string]>("SELECT value FROM meta WHERE key = 'rulesForm'").get();
    expect(form).toEqual(['2']);
    expect(readMeta(db).rules).toEqual(rules);
    db.exec("DELETE FROM meta WHERE key = 'rulesForm'");
    const old = { name: 'Old', fields: [{ name: 'price', css: 'b', match: '[0-9]+' }] };
    db.prepare("UPDATE meta SET value = ? WHERE key = 'rules'").run([JSON.stringify(old)]);
    const clean = [{ match: '[0-9]+' }];
    expect(readMeta(db).rules.fields).toEqual([{ name: 'price', css: 'b', clean }]);
    db.exec("INSERT INTO meta VALUES ('rulesForm', '99')");
    expect(() => readMeta(db)).toThrow('A newer version of Trawl made this run. Update Trawl.');
    db.close();
  });

  it('says when the disk is full, and goes on when there is room again', () => {
    const file = runFileIn();
    const db = new Sqlite(file);
    expect(() => {
      db.exec('PRAGMA max_page_count = 20; CREATE TABLE t (a)');
      for (let line = 0; line < 100; line++)
        db.prepare('INSERT INTO t VALUES (?)').run(['x'.repeat(4000)]);
    }).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    expect(() =>
      db.transaction(() => db.prepare('INSERT INTO t VALUES (?)').run(['x'.repeat(40_000)])),
    ).toThrow(expect.objectContaining({ code: 'DISK_FULL' }));
    db.exec('PRAGMA max_page_count = 1000');
    db.transaction(() => db.prepare('INSERT INTO t VALUES (?)').run(['x'.repeat(40_000)]));
    db.close();
  });

  it('says when meta was damaged', () => {
    const run = createRun();
    const db = new Sqlite(run.file);
    db.exec("UPDATE meta SET value = '{' WHERE key = 'counts'");
    expect(() => readMeta(db)).toThrow(expect.objectContaining({ code: 'FILE_ERROR' }));
    db.close();
    run.close();
  });
});
