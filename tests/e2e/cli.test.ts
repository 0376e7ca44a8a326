import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleJob } from '../../electron/sample-site/sample-job.ts';
import { type SampleSite, startSampleSite } from '../../electron/sample-site/start-sample-site.ts';
import { runWords } from './support/command-line.ts';
import { folderForTests } from './support/folder.ts';
import { expectWhatTheSiteHolds } from './support/sample-table.ts';
import { parseTable, readTable } from './support/table.ts';

const folder = folderForTests();
const dataFolder = join(folder, 'data');
const words = (...given: string[]) => runWords(given, { dataFolder });
const inFolder = (name: string) => join(folder, name);

let site: SampleSite;
let shop = '';
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  shop = site.origins[0];
});
afterAll(() => site.close());

/** The sample job with a list and a pace set by the test. */
async function writeJob(name: string, urls: unknown, more: object = {}): Promise<string> {
  const options = { concurrency: 8, perHost: 8, timeoutMs: 2000, retries: 1 };
  const job = { ...sampleJob(site.origins), urls, options, ...more };
  await writeFile(inFolder(name), JSON.stringify(job));
  return inFolder(name);
}

const products = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${shop}/product/${from + index}`);

describe('trawl', () => {
  it('shows its commands, and its version', async () => {
    const help = await words('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of [
      'run',
      'validate',
      'runs',
      'resume',
      'export',
      'sample',
      'sample-site',
      'lab',
    ])
      expect(help.stdout).toContain(`trawl ${command}`);
    expect((await words('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [[], 'Say what to do'],
    [['fetch'], '"fetch"'],
    [['run'], 'JOB.json'],
    [['run', 'job.json', '--fast'], '--fast'],
    [['run', 'job.json', '--concurrency', 'many'], '--concurrency'],
    [['run', '/nowhere/job.json'], '/nowhere/job.json'],
    [['validate', '/nowhere/job.json'], '/nowhere/job.json'],
    [['resume', 'last'], 'no run yet'],
    [['export', '20200101-000000-abcd'], '20200101-000000-abcd'],
  ])('refuses %j as bad usage', async (given, named) => {
    const { code, stdout, stderr } = await runWords(given, { dataFolder: join(folder, 'empty') });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(named);
  });

  it('names every place where a job is wrong', async () => {
    const bad = await writeJob('bad.json', [`${shop}/`], {
      fields: [
        { name: 'a', css: 'h1[' },
        { name: 'b', css: 'p', clean: [{ match: '(' }] },
      ],
    });
    const old = await writeJob('old.json', [`${shop}/`], {
      version: 1,
      fields: [
        { name: 'a', css: 'h1[' },
        { name: 'b', css: 'p', match: '(' },
      ],
    });
    const unknown = await writeJob('unknown.json', [`${shop}/`], {
      options: { concurrency: 0, speed: 'high' },
    });
    for (const command of ['validate', 'run']) {
      for (const [job, place] of [
        [bad, 'fields[1].clean[0].match'],
        [old, 'fields[1].match'],
      ] as const) {
        const wrong = await words(command, job);
        expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: '' });
        expect(wrong.stderr).toContain('fields[0].css');
        expect(wrong.stderr).toContain(place);
      }
      const { code, stderr } = await words(command, unknown);
      expect(code).toBe(2);
      expect(stderr).toContain('options.concurrency');
      expect(stderr).toContain('speed');
    }
    await writeFile(inFolder('half.json'), '{ "version": 2,\n  "name": ');
    expect(await words('validate', inFolder('half.json'))).toMatchObject({ code: 2 });
    expect((await words('validate', await writeJob('good.json', [`${shop}/`]))).code).toBe(0);
  });
});

describe('trawl run', () => {
  it('gives every column a name of its own, and says before which ones are called otherwise', async () => {
    await writeFile(inFolder('own.csv'), `link,status,Title\n${shop}/product/1,in stock,mine\n`);
    const fields = [
      { name: 'title', css: 'h1' },
      { name: 'error', css: 'h1', take: 'count' },
    ];
    const job = await writeJob('own.json', { file: 'own.csv' }, { fields, each: undefined });
    const { code, stdout } = await words('validate', job);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(1)).toEqual([
      'List, read as a table: comma, with a header, URLs in the column "link":',
      '  2 records: 1 request · 1 header.',
      'In the table, the column "title" is called "title (2)", since another one has its name.',
      'Trawl\'s own column "status" is called "trawl_status" in the table, since a column of yours has its name.',
      'Trawl\'s own column "error" is called "trawl_error" in the table, since a column of yours has its name.',
      '',
    ]);
    const table = parseTable((await words('run', job, '--quiet')).stdout);
    const own = ['trawl_status', 'final_url', 'trawl_error'];
    expect(table.columns).toEqual(['url', 'status', 'Title', 'title (2)', 'error', ...own]);
    expect(table.rows).toMatchObject([{ status: 'in stock', Title: 'mine', error: '1' }]);
  });

  it('writes the table to standard output, everything else to standard error', async () => {
    const urls = [...products(1, 30), `${shop}/latin1`, `${shop}/p/61`];
    const job = await writeJob('plain.json', urls);
    const { code, stdout, stderr } = await words('run', job);
    expect(code).toBe(0);
    expect(stdout).toContain('\r\n');
    expectWhatTheSiteHolds(parseTable(stdout), urls, site);
    expect(stderr).toMatch(/^32 of 32 requests done in .+: 32 rows, .+, 0 failed\.$/m);
  });

  it('says nothing when it is asked to be quiet', async () => {
    const job = await writeJob('quiet.json', products(1, 3));
    const { code, stdout, stderr } = await words('run', job, '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parseTable(stdout).rows).toHaveLength(3);
  });

  it('ends with 3 when requests failed, each a row with its error in its place', async () => {
    site.forgetTries();
    const urls = [
      `${shop}/product/1`,
      `${shop}/product/404`,
      `${shop}/product/500`,
      `${shop}/product/503`,
      `${shop}/tide-table.pdf`,
      `${shop}/hostile`,
      `${shop}/empty`,
    ];
    const out = inFolder('failures.csv');
    const { code, stdout, stderr } = await words(
      'run',
      await writeJob('failures.json', urls),
      '--out',
      out,
    );
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('HTTP_404');
    expect(stderr).toContain(`7 rows written to ${out}`);
    const table = readTable(out);
    expectWhatTheSiteHolds(table, urls, site);
    expect(table.rows.filter(({ error }) => error !== '')).toHaveLength(3);
    expect(readFileSync(out, 'utf8')).not.toContain(',=HYPERLINK');
  });

  it('keeps the order of the list, its duplicates fetched once and its bad lines named', async () => {
    const list = inFolder('list.txt');
    const [first = '', second = ''] = products(7, 8);
    await writeFile(list, `\ufeff${second}\r\n\r\n${first}\r\nnot a url\r\n${second}\r\n`);
    const job = await writeJob('list.json', { file: 'list.txt' });
    const { code, stdout } = await words('run', job);
    expect(code).toBe(4);
    const { rows } = parseTable(stdout);
    expect(rows.map(({ url }) => url)).toEqual([second, first, 'not a url']);
    expect(rows[2]?.['error']).toContain('Not a URL');
  });

  it('takes another list in place of its own, and carries the columns of a CSV along', async () => {
    const list = inFolder('catalogue.csv');
    const [a = '', b = ''] = products(21, 22);
    await writeFile(list, `id;link;note\n1;${a};"one; two"\n2;${b};"three ""3"""\n`);
    const job = await writeJob('other.json', products(1, 3));
    const { code, stdout } = await words('run', job, '--urls', list, '--concurrency', '1');
    expect(code).toBe(0);
    const table = parseTable(stdout);
    expect(table.columns.slice(0, 4)).toEqual(['url', 'id', 'note', 'title']);
    expect(table.rows).toMatchObject([
      { url: a, id: '1', note: 'one; two' },
      { url: b, id: '2', note: 'three "3"' },
    ]);
  });

  it('gives a row for every match of each', async () => {
    const job = await writeJob('each.json', [`${shop}/list/1`, `${shop}/product/1`], {
      each: 'article.card, .card',
      fields: [{ name: 'link', css: 'a', take: 'attr:href' }],
    });
    const { rows } = parseTable((await words('run', job)).stdout);
    const cards = rows.filter(({ url }) => url === `${shop}/list/1`);
    expect(cards.length).toBeGreaterThan(5);
    expect(new Set(cards.map(({ link }) => link)).size).toBe(cards.length);
    for (const { link } of cards) expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  });

  it('fetches nothing for a table that cannot be written', async () => {
    const out = join(folder, 'missing', 'table.csv');
    const alone = { dataFolder: join(folder, 'refused') };
    const job = await writeJob('lost.json', products(1, 2));
    const { code, stdout, stderr } = await runWords(['run', job, '--out', out], alone);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(join(folder, 'missing'));
    expect(existsSync(out)).toBe(false);
    expect((await runWords(['runs'], alone)).stdout).toBe('There is no run yet.\n');
  });
});

describe('the runs that are kept', () => {
  it('are listed, exported and resumed by id or as the last', async () => {
    const kept = { dataFolder: join(folder, 'kept') };
    const urls = [...products(1, 4), `${shop}/product/404`];
    const job = await writeJob('kept.json', urls, { name: 'Kept\u001b[31m runs' });
    expect((await runWords(['run', job, '--quiet'], kept)).code).toBe(3);

    const listed = await runWords(['runs'], kept);
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^\S+ +finished +4\/5 +1 failed .+ Kept.*runs\n$/);
    expect(listed.stdout).not.toContain('\u001b');
    const [id = ''] = listed.stdout.split(' ');

    const exported = await runWords(['export', id], kept);
    expect(exported.code).toBe(0);
    expectWhatTheSiteHolds(parseTable(exported.stdout), urls, site);
    const onlyDone = await runWords(['export', 'last', '--only-done'], kept);
    expect(parseTable(onlyDone.stdout).rows.map(({ url }) => url)).toEqual(urls.slice(0, 4));

    const asked = ['--delimiter', 'semicolon', '--bom', '--only-done'];
    const forExcel = await runWords(['export', 'last', ...asked], kept);
    expect(forExcel.stdout).toMatch(/^\ufeffurl;/);
    expect(parseTable(forExcel.stdout)).toEqual(parseTable(onlyDone.stdout));

    const out = inFolder('resumed.csv');
    const resumed = await runWords(['resume', 'last', '--out', out], kept);
    expect(resumed.code).toBe(3);
    expect(readTable(out).rows).toHaveLength(5);
  });

  it('lie where --data says', async () => {
    const elsewhere = inFolder('elsewhere');
    const job = await writeJob('elsewhere.json', products(1, 1));
    expect((await words('run', job, '--quiet', '--data', elsewhere)).code).toBe(0);
    expect((await words('runs', '--data', elsewhere)).stdout).toMatch(/ finished /);
    expect(existsSync(join(elsewhere, 'runs'))).toBe(true);
  });
});
