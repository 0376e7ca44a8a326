import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { deafTerminal } from './terminal.fixture.ts';

let folder = '';
let server: Server;
let origin = '';
const maps = new Map<string, string>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-cli-sitemaps-'));
  maps.clear();
  server = createServer(({ url = '' }, response) => {
    const map = maps.get(url);
    const isMissing = map === undefined && url.endsWith('.xml');
    response.setHeader('content-type', map === undefined ? 'text/html' : 'application/xml');
    response.writeHead(isMissing ? 404 : 200).end(map ?? `<h1>Title of ${url}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function words(...given: readonly string[]) {
  const said: string[] = [];
  const table: string[] = [];
  const code = await runCli([...given, '--data', join(folder, 'data')], deafTerminal(said, table));
  return { code, said: said.join('\n'), lines: table.join('').split(/\r?\n/) };
}

async function job(urls: unknown = [], more: object = {}): Promise<string> {
  const file = join(folder, 'job.json');
  const fields = [{ name: 'title', css: 'h1' }];
  const options = { retries: 0 };
  await writeFile(
    file,
    JSON.stringify({ version: 2, name: 'Maps', urls, ...more, fields, options }),
  );
  return file;
}

const map = (...pages: readonly string[]): string =>
  `<urlset>${pages
    .map((page) => `<url><loc>${origin}${page}</loc><lastmod>2026-03-04</lastmod></url>`)
    .join('')}</urlset>`;

it('runs over the pages that sitemaps name, with their times of change as a column', async () => {
  maps.set('/a.xml', map('/shop/1', '/shop/[2-3]', '/blog/1'));
  const given = [await job(), '--sitemap', `${origin}/a.xml`, '--sitemap-match', '/shop/'];
  const { code, said, lines } = await words('run', ...given);
  expect(said).toContain('2 pages in 1 sitemap.');
  expect(said).toContain('1 left out, since their addresses do not match.');
  expect(code).toBe(0);
  expect(lines).toEqual([
    'url,lastmod,sitemap,title,status,final_url,error',
    `${origin}/shop/1,2026-03-04,${origin}/a.xml,Title of /shop/1,200,${origin}/shop/1,`,
    `${origin}/shop/[2-3],2026-03-04,${origin}/a.xml,Title of /shop/[2-3],200,${origin}/shop/[2-3],`,
    '',
  ]);
});

it('takes the sitemaps of a job where no other list is named', async () => {
  maps.set('/a.xml', map('/shop/1', '/blog/1'));
  const sitemaps = [{ url: `${origin}/a.xml`, match: '/shop/' }];
  const file = await job([], { sitemaps });
  const { lines } = await words('run', file, '--quiet');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('Title of /shop/1');

  const said: string[] = [];
  expect(await runCli(['validate', file], deafTerminal([], said))).toBe(0);
  expect(said.join('')).toContain(
    `List: the pages of ${origin}/a.xml, whose addresses contain "/shop/". They are read when the job runs.`,
  );

  const list = join(folder, 'list.txt');
  await writeFile(list, `${origin}/other\n`);
  expect((await words('run', file, '--quiet', '--urls', list)).lines[1]).toContain('/other');
});

it('says which sitemap could not be read, also in its exit status', async () => {
  maps.set(
    '/index.xml',
    `<sitemapindex><sitemap><loc>${origin}/gone.xml</loc></sitemap><sitemap><loc>${origin}/a.xml</loc></sitemap></sitemapindex>`,
  );
  maps.set('/a.xml', map('/1'));
  const given = ['run', await job(), '--quiet', '--sitemap', `${origin}/index.xml`];
  const { code, said } = await words(...given);
  expect(said).toContain(`${origin}/gone.xml: The page does not exist (404).`);
  expect(code).toBe(4);
  expect((await words(...given, '--allow-warnings')).code).toBe(0);
});

it('begins no run where there is no page, or no sitemap', async () => {
  maps.set('/a.xml', map('/1'));
  const file = await job();
  for (const [given, sentence] of [
    [['--sitemap', `${origin}/gone.xml`], `${origin}/gone.xml: The page does not exist (404).`],
    [
      ['--sitemap', `${origin}/a.xml`, '--sitemap-since', '2026-04-01'],
      'The sitemaps name no page that could be taken.',
    ],
    [['--sitemap', 'a.xml'], '--sitemap must be an address'],
    [['--sitemap', origin, '--sitemap-since', 'May'], '--sitemap-since must be a day'],
    [['--sitemap', origin, '--urls', 'a.txt'], '--sitemap takes no --urls'],
    [['--sitemap-match', 'a'], '--sitemap-match and --sitemap-since need a --sitemap.'],
  ] as const) {
    const { code, said } = await words('run', file, ...given);
    expect(said).toContain(sentence);
    expect(code, said).toBe(2);
  }
  expect(await readdir(join(folder, 'data', 'runs')).catch(() => [])).toEqual([]);
});
