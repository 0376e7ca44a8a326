import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { runFileIn } from './run-fixture.ts';
import { isLocked, lockFileOf, lockRun } from './run-lock.ts';

const libsql = createRequire(import.meta.url).resolve('libsql');

/** The result of another process that tries to lock the file, as a code of SQLite. */
function tryElsewhere(lockFile: string): string {
  const code = `
    const db = new (require(${JSON.stringify(libsql)}))(${JSON.stringify(lockFile)});
    try { db.exec('BEGIN EXCLUSIVE'); console.log('taken'); } catch (e) { console.log(e.code); }`;
  return spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' }).stdout.trim();
}

describe('lockRun', () => {
  it('keeps every other owner out, in this process and in others, until it is released', () => {
    const file = runFileIn();
    expect(isLocked(file)).toBe(false);
    const lock = lockRun(file);
    expect(isLocked(file)).toBe(true);
    expect(() => lockRun(file)).toThrow(expect.objectContaining({ code: 'BUSY', retryable: true }));
    expect(tryElsewhere(lockFileOf(file))).toBe('SQLITE_BUSY');
    // Failed attempts and checks by others have not released the lock.
    expect(isLocked(file)).toBe(true);
    expect(tryElsewhere(lockFileOf(file))).toBe('SQLITE_BUSY');
    lock.release();
    expect(isLocked(file)).toBe(false);
    expect(existsSync(lockFileOf(file))).toBe(false);
    lockRun(file).release();
  });

  it('takes over a lock file that no process holds', () => {
    const file = runFileIn();
    expect(tryElsewhere(lockFileOf(file))).toBe('taken');
    expect(existsSync(lockFileOf(file))).toBe(true);
    expect(isLocked(file)).toBe(false);
    lockRun(file).release();
  });

  it('says where it cannot lock', () => {
    const file = `${runFileIn()}/none/run.sqlite`;
    expect(() => lockRun(file)).toThrow(expect.objectContaining({ code: 'FILE_ERROR' }));
  });
});
