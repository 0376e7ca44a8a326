import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunFile } from './run-file.ts';
import { newRun, runFileIn } from './run-fixture.ts';
import { RunSummaries } from './run-summaries.ts';

describe('the runs of a folder', () => {
  it('are all listed, whatever lies beside them, and each says what is wrong with it', async () => {
    const run = runFileIn();
    createRunFile(run, newRun()).close();
    const beside = (name: string): string => join(dirname(run), `20250102-030405-${name}`);
    symlinkSync(beside('aaaa.sqlite'), beside('aaaa.sqlite'));
    symlinkSync('nowhere', beside('bbbb.sqlite'));
    mkdirSync(beside('cccc.sqlite'));
    writeFileSync(beside('dddd.sqlite'), 'no database at all, and long enough to be looked at');
    writeFileSync(beside('eeee.sqlite'), '');
    symlinkSync(beside('ffff.sqlite-wal'), beside('ffff.sqlite-wal'));
    writeFileSync(beside('ffff.sqlite'), 'x');
    const summaries = await new RunSummaries().list(dirname(run), null);
    expect(summaries.map(({ runId, problem }) => [runId.slice(-4), problem])).toEqual([
      ['ffff', expect.stringMatching(/ffff\.sqlite/)],
      ['dddd', expect.stringMatching(/dddd\.sqlite is damaged or is not a run of Trawl/)],
      ['cccc', expect.stringMatching(/cccc\.sqlite is no file/)],
      ['abcd', null],
      ['aaaa', expect.stringMatching(/aaaa\.sqlite is a symbolic link that leads back to itself/)],
    ]);
  });
});
