import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { SitemapProgress } from '#shared/engine-protocol/sitemaps.ts';
import type { Sitemap } from '#shared/job/sitemaps.ts';
import { openEngine } from '../test-support/open-engine.ts';

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly location?: string;
  readonly body?: string | Buffer;
  /** Called in place of an answer. */
  readonly hold?: () => void;
}

const answers = new Map<string, Answer>();
const asked: string[] = [];
let folder: string;
let server: Server;
let origin: string;
let engine: EngineApi;

beforeEach(async () => {
  answers.clear();
  asked.length = 0;
  folder = await mkdtemp(join(tmpdir(), 'trawl-sitemaps-'));
  server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const {
      status = 200,
      type = 'application/xml',
      location,
      body = '',
      hold,
    } = answers.get(path) ?? {
      status: 404,
    };
    if (hold !== undefined) return hold();
    response.writeHead(status, {
      'content-type': type,
      ...(location === undefined ? {} : { location }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  engine = openEngine({ dataDir: folder });
});

afterEach(async () => {
  await engine.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const urlset = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${inside}</urlset>\n`;
const pageAt = (path: string, more = ''): string =>
  `<url><loc>${origin}${path}</loc>${more}</url>\n`;
const index = (...paths: readonly string[]): string => {
  const sitemaps = paths.map((path) => {
    return `<sitemap><loc>${path.startsWith('http') ? path : origin + path}</loc></sitemap>\n`;
  });
  return `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${sitemaps.join('')}</sitemapindex>`;
};

async function read(...sources: readonly (string | (Omit<Sitemap, 'url'> & { path: string }))[]) {
  const file = join(folder, 'list');
  const findings = await engine.call('sitemaps.read', {
    key: 'k',
    file,
    sources: sources.map((source) => {
      if (typeof source === 'string') return { url: origin + source };
      const { path, ...filter } = source;
      return { url: origin + path, ...filter };
    }),
    options: { retries: 0, robots: true },
  });
  const { data } = Papa.parse<Record<'url' | 'lastmod' | 'sitemap', string>>(
    await readFile(file, 'utf8'),
    { header: true, skipEmptyLines: true },
  );
  return { findings, pages: data, paths: data.map(({ url }) => url.replace(origin, '')) };
}

const problemsOf = ({ findings }: Awaited<ReturnType<typeof read>>) =>
  findings.firstProblems.map(({ url, problem }) => {
    return `${url} ${problem}`.replaceAll(origin, '');
  });

describe('sitemaps', () => {
  it('of every kind are read, in their order, with what they say of each page', async () => {
    answers.set('/robots.txt', {
      type: 'text/plain',
      body: `User-agent: *\nDisallow:\nSitemap: ${origin}/index.xml # all\nsitemap:${origin}/list.txt\n`,
    });
    answers.set('/index.xml', {
      body: index('/a.xml', '/b.xml.gz', '/deep.xml', '/feed', '/atom'),
    });
    answers.set('/a.xml', {
      type: 'text/html',
      body: urlset(
        `<url><xhtml:link rel="alternate" hreflang="de" href="${origin}/de/1"/><loc> ${origin}/1?a=1&amp;b=2 </loc><lastmod>2026-03-04</lastmod></url>
        <url><loc><![CDATA[${origin}/2]]></loc></url>`,
      ),
    });
    answers.set('/b.xml.gz', {
      type: 'application/octet-stream',
      body: gzipSync(urlset(pageAt('/3'))),
    });
    answers.set('/deep.xml', { body: index('/c.xml', '/a.xml') });
    answers.set('/c.xml', { body: urlset(pageAt('/4') + pageAt('/4')) });
    answers.set('/feed', {
      type: 'application/rss+xml',
      body: `<rss><channel><link>${origin}/</link><item><link>${origin}/5</link><pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate></item><item><link>https://www.wikipedia.org/6</link></item><item><link>http://192.168.1.1/</link></item></channel></rss>`,
    });
    answers.set('/atom', {
      body: `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="${origin}/edit"/><link href="/7"/><published>2026-01-01</published><updated>2026-02-02T00:00:00Z</updated></entry></feed>`,
    });
    answers.set('/list.txt', { type: 'text/plain', body: `\ufeff${origin}/8\r\n\r\n${origin}/9` });
    const found = await read('/robots.txt');
    expect(found.pages).toEqual([
      { url: `${origin}/1?a=1&b=2`, lastmod: '2026-03-04', sitemap: `${origin}/a.xml` },
      { url: `${origin}/2`, lastmod: '', sitemap: `${origin}/a.xml` },
      { url: `${origin}/3`, lastmod: '', sitemap: `${origin}/b.xml.gz` },
      { url: `${origin}/4`, lastmod: '', sitemap: `${origin}/c.xml` },
      { url: `${origin}/4`, lastmod: '', sitemap: `${origin}/c.xml` },
      { url: `${origin}/5`, lastmod: 'Wed, 04 Mar 2026 10:00:00 GMT', sitemap: `${origin}/feed` },
      { url: 'https://www.wikipedia.org/6', lastmod: '', sitemap: `${origin}/feed` },
      { url: `${origin}/7`, lastmod: '2026-02-02T00:00:00Z', sitemap: `${origin}/atom` },
      { url: `${origin}/8`, lastmod: '', sitemap: `${origin}/list.txt` },
      { url: `${origin}/9`, lastmod: '', sitemap: `${origin}/list.txt` },
    ]);
    expect(found.findings).toMatchObject({
      sitemaps: 9,
      pages: 10,
      problems: 0,
      leftOut: { match: 0, since: 0, otherSites: 1 },
    });
    // Each once, though two indices name it.
    expect(asked.filter((path) => path === '/a.xml')).toHaveLength(1);
  });

  it('are narrowed by a part of the address and by the time of change', async () => {
    answers.set('/map.xml', {
      body: urlset(
        pageAt('/shop/item/1', '<lastmod>2026-01-31T23:59:59Z</lastmod>') +
          pageAt('/shop/item/2', '<lastmod>2026-02-01</lastmod>') +
          pageAt('/shop/item/3') +
          pageAt('/shop/item/4', '<lastmod>some day</lastmod>') +
          pageAt('/blog/item/5', '<lastmod>2026-03-01</lastmod>'),
      ),
    });
    const found = await read({ path: '/map.xml', match: '/shop/*item', since: '2026-02-01' });
    expect(found.paths).toEqual(['/shop/item/2', '/shop/item/3', '/shop/item/4']);
    expect(found.findings).toMatchObject({
      leftOut: { match: 1, since: 1, otherSites: 0 },
      undated: 2,
    });
  });

  it('that are broken say which and where, and keep what could be read', async () => {
    answers.set('/index.xml', {
      body: index(
        '/gone.xml',
        '/page.xml',
        '/other.xml',
        '/cut.xml',
        '/cut.xml.gz',
        '/empty.xml',
        '/laugh.xml',
        '/half.xml',
        '/binary.xml',
        '/ok.xml',
      ),
    });
    answers.set('/page.xml', { body: '<!DOCTYPE html><html><body>Not here</body></html>' });
    answers.set('/other.xml', { body: '<?xml version="1.0"?><catalog><url/></catalog>' });
    answers.set('/cut.xml', {
      body: `${urlset(pageAt('/1') + pageAt('/2')).replace('</urlset>\n', '')}<url><lo`,
    });
    answers.set('/cut.xml.gz', { body: gzipSync(urlset(pageAt('/3'))).subarray(0, -12) });
    answers.set('/empty.xml', { body: ' \n' });
    answers.set('/laugh.xml', {
      body: `<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>${urlset(pageAt('/&lol2;')).slice(38)}`,
    });
    answers.set('/half.xml', {
      body: urlset(`<url>\n<priority>1</priority></url>\n${pageAt('/4')}`),
    });
    answers.set('/binary.xml', { body: Buffer.from([0, 1, 2, 3]) });
    answers.set('/ok.xml', {
      body: urlset(
        `${pageAt('/5') + pageAt('/[1-2]')}<url><loc>nonsense</loc></url><url><loc>//[</loc></url>
        <url><loc>//host:99999/</loc></url>${pageAt('/6')}`,
      ),
    });
    const found = await read('/index.xml');
    expect(problemsOf(found)).toEqual([
      '/gone.xml The page does not exist (404).',
      '/page.xml This is a web page, and no sitemap.',
      '/other.xml This XML is no sitemap: its outermost element is <catalog>.',
      '/cut.xml It breaks off at line 5, after 2 entries that are used.',
      '/cut.xml.gz The packed file is broken or breaks off.',
      '/empty.xml The file is empty.',
      '/laugh.xml It declares entities of its own, which no sitemap needs.',
      '/half.xml 1 entry has no address, the first at line 3.',
      expect.stringContaining('/binary.xml This list is not a text file.'),
    ]);
    // What is no address stands in the list, which says so.
    expect(found.paths).toEqual([
      ...['/1', '/2', '/4', '/5', '/[1-2]', 'nonsense', '//[', '//host:99999/', '/6'],
    ]);
  });

  it('are bounded: circles, depth, other sites, private addresses, what unpacks without end', async () => {
    answers.set('/index.xml', {
      body: index(
        '/index.xml',
        '/to-index.xml',
        'https://other.example/map.xml',
        '/d1.xml',
        '/bomb.xml.gz',
        '/foreign.xml',
        '/deep.xml.gz',
        '/wide.xml.gz',
        '/blank.xml',
        `/${'l'.repeat(2000)}`,
      ),
    });
    answers.set('/to-index.xml', { body: index('/index.xml') });
    for (let depth = 1; depth < 8; depth += 1) {
      answers.set(`/d${depth}.xml`, { body: index(`/d${depth + 1}.xml`) });
    }
    const begin = Buffer.from(urlset(pageAt('/1')).replace('</urlset>\n', ''));
    const bomb = gzipSync(Buffer.concat([begin, Buffer.alloc(210_000_000, ' ')]), { level: 1 });
    answers.set('/bomb.xml.gz', { body: bomb });
    answers.set('/foreign.xml', {
      body: urlset(`${pageAt('/2')}<url><loc>https://other.example/3</loc></url>`),
    });
    const tags = (tag: string) => gzipSync(`<urlset>\n${tag.repeat(20_000_000 / tag.length)}`);
    answers.set('/deep.xml.gz', { body: tags('<a>') });
    answers.set('/wide.xml.gz', { body: tags('<url a="1" b="2" ') });
    answers.set('/blank.xml', { body: `${' '.repeat(70_000)}${urlset(pageAt('/4'))}` });
    const found = await read('/index.xml');
    expect(problemsOf(found)).toEqual([
      '/index.xml Line 2 leads back to a sitemap that leads here: /index.xml.',
      '/index.xml Line 4 names a sitemap of another site, which was not read: https://other.example/map.xml.',
      expect.stringMatching(
        /^\/index\.xml Line 11 names a sitemap whose address has more than 2,000 characters, which was not read: \/l+…\.$/,
      ),
      '/to-index.xml Line 2 leads back to a sitemap that leads here: /index.xml.',
      '/d4.xml Line 2 names a sitemap below 4 indices, which was not read: /d5.xml.',
      '/bomb.xml.gz It unpacks to more than 210 MB, after 1 entry that is used.',
      '/deep.xml.gz Line 2 has more than 100 elements within one another.',
      '/wide.xml.gz Line 2 has an element with more than 1000 attributes.',
      '/blank.xml It begins with more than 65,536 blanks.',
    ]);
    expect(found.paths).toEqual(['/1', '/2']);
    expect(found.findings.leftOut.otherSites).toBe(1);
  });

  it('obey robots.txt, and are refused where the first of them cannot be read', async () => {
    answers.set('/robots.txt', { type: 'text/plain', body: 'User-agent: *\nDisallow: /private/' });
    answers.set('/private/map.xml', { body: urlset(pageAt('/1')) });
    answers.set('/moved.xml', { status: 301, location: '/private/map.xml' });
    await expect(read('/private/map.xml')).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(`${origin}/private/map.xml: The robots.txt of the site`),
    });
    await expect(read('/moved.xml')).rejects.toMatchObject({
      message: expect.stringContaining('robots.txt'),
    });
    expect(asked).not.toContain('/private/map.xml');
    await expect(read('/robots.txt')).rejects.toMatchObject({
      message: expect.stringContaining('names no sitemap'),
    });
  });

  it('that cannot be read are named by the last problem, however many others there were', async () => {
    const gone = Array.from({ length: 101 }, (_, at) => `/gone-${at}.xml`);
    answers.set('/index.xml', { body: index(...gone) });
    await expect(read('/index.xml', '/nothing.xml')).rejects.toMatchObject({
      message: `${origin}/nothing.xml: The page does not exist (404).`,
    });
  });

  it('are read again into the same file only after the older reading has ended', async () => {
    const held = '/held.xml';
    answers.set('/old.xml', { body: index('/old-pages.xml', held) });
    const oldPages = Array.from({ length: 500 }, (_, at) => pageAt(`/old/${at}`));
    answers.set('/old-pages.xml', { body: urlset(oldPages.join('')) });
    answers.set('/new.xml', { body: urlset(pageAt('/new')) });
    const isHeld = new Promise<void>((resolve) => {
      answers.set(held, { hold: resolve });
    });
    const older = read('/old.xml').catch((error: unknown) => error);
    await isHeld;
    const newer = await read('/new.xml');
    expect(await older).toMatchObject({ code: 'CANCELLED' });
    expect(newer.paths).toEqual(['/new']);
  });

  it('give the headers of the job to the origin alone that the person named', async () => {
    const seen: string[] = [];
    const keyOf = ({ headers, url }: IncomingMessage) => `${url} ${headers['x-key'] ?? 'no key'}`;
    const other = createServer((request, response) => {
      seen.push(`other ${keyOf(request)}`);
      const paths = request.url === '/index.xml' ? ['/b.xml', `${origin}/a.xml`] : [];
      const names = paths.map((path) => new URL(path, otherOrigin).href);
      response.end(names.length > 0 ? index(...names) : urlset(pageAt('/1')));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const otherOrigin = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    server.on('request', (request) => seen.push(`own ${keyOf(request)}`));
    answers.set('/map.xml', { status: 302, location: `${otherOrigin}/index.xml` });
    answers.set('/a.xml', { body: urlset(pageAt('/2')) });
    try {
      await engine.call('sitemaps.read', {
        key: 'k',
        file: join(folder, 'list'),
        sources: [{ url: `${origin}/map.xml` }],
        options: { retries: 0, robots: true, headers: { 'X-Key': 'secret' } },
      });
    } finally {
      other.closeAllConnections();
      other.close();
    }
    expect(seen).toEqual([
      'own /robots.txt secret',
      'own /map.xml secret',
      'other /robots.txt no key',
      'other /index.xml no key',
      'other /b.xml no key',
      'own /a.xml secret',
    ]);
  });

  it('are counted while they are read, and can be stopped', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `/${at}.xml`);
    answers.set('/index.xml', { body: index(...names) });
    for (const name of names) answers.set(name, { body: urlset(pageAt(`${name}/page`)) });
    const told: SitemapProgress[] = [];
    engine.onEvent((event) => {
      if (event.kind !== 'sitemaps') return;
      told.push(event.progress);
      void engine.call('sitemaps.cancel', { key: event.key });
    });
    await expect(read('/index.xml')).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(told[0]?.waiting).toBeGreaterThan(0);
    expect(asked.length).toBeLessThan(50);
  });
});
