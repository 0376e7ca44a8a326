import { describe, expect, it } from 'vitest';
import { ownArguments, readCommandLine } from './command-line.ts';

describe('readCommandLine', () => {
  it.each([[[]], [['--no-sandbox', '--remote-debugging-port=0']], [['--inspect=0', '--foo']]])(
    'opens the window for %j',
    (args) => {
      expect(readCommandLine(args)).toEqual({ kind: 'window', dataDir: null, jobFile: null });
    },
  );

  it('reads where the data is kept, and a job file', () => {
    expect(readCommandLine(['--no-sandbox', '--data', '/d', 'shop.json'])).toEqual({
      kind: 'window',
      dataDir: '/d',
      jobFile: 'shop.json',
    });
    expect(readCommandLine(['--data=/d'])).toMatchObject({ kind: 'window', dataDir: '/d' });
    expect(readCommandLine(['--data'])).toMatchObject({ kind: 'window', dataDir: null });
  });

  it.each([
    'run',
    'validate',
    'runs',
    'resume',
    'export',
    'sample',
    'sample-site',
    'lab',
    '--help',
    '-h',
    '--version',
  ])('hands %s over to the command line', (word) => {
    expect(readCommandLine(['--no-sandbox', word, 'job.json', '--quiet'])).toEqual({
      kind: 'cli',
      dataDir: null,
      words: [word, 'job.json', '--quiet'],
    });
  });

  it('reads where the data is kept before the words, and leaves the words alone', () => {
    expect(readCommandLine(['--data', '/d', 'runs'])).toEqual({
      kind: 'cli',
      dataDir: '/d',
      words: ['runs'],
    });
    expect(readCommandLine(['runs', '--data', '/d'])).toEqual({
      kind: 'cli',
      dataDir: null,
      words: ['runs', '--data', '/d'],
    });
  });

  it('takes a word only where it comes first', () => {
    expect(readCommandLine(['job.json', 'run'])).toMatchObject({
      kind: 'window',
      jobFile: 'job.json',
    });
    expect(readCommandLine(['--data', 'run'])).toMatchObject({ kind: 'window', dataDir: 'run' });
  });
});

describe('ownArguments', () => {
  it('are all of them in a packaged app', () => {
    expect(ownArguments(['/opt/Trawl/trawl', 'run', 'a.json'], false)).toEqual(['run', 'a.json']);
  });

  it('begin behind the path of the app in development', () => {
    expect(ownArguments(['electron', '--no-sandbox', '-r', 'x.js', '.', 'run'], true)).toEqual([
      'run',
    ]);
    expect(ownArguments(['electron', '--inspect=0'], true)).toEqual([]);
  });
});
