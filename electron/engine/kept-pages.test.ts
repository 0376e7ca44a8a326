import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WARCParser, type WARCRecord } from 'warcio';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
import type { RunSession } from './fetch/create-session.ts';
import { openEngine } from './test-support/open-engine.ts';

let dataDir = '';
let engine: EngineApi;
let server: Server;
let origin = '';
let answerTo: RequestListener = (_, response) => response.end();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-kept-'));
  engine = openEngine({ dataDir });
  server = createServer((request, response) => answerTo(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await engine.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

function whenFinished(fits: (snapshot: RunSnapshot) => boolean = () => true): Promise<RunSnapshot> {
  return new Promise((resolve) => {
    engine.onEvent((event) => {
      if (event.kind !== 'run' || event.snapshot.state !== 'finished') return;
      if (fits(event.snapshot)) resolve(event.snapshot);
    });
  });
}

async function run(paths: readonly string[], options: JobOptions = {}): Promise<RunSnapshot> {
  const finished = whenFinished();
  await engine.call('run.start', {
    jobId: null,
    rules: {
      name: 'Kept',
      fields: [{ name: 'title', css: 'h1' }],
      options: { retries: 0, safeguard: false, ...options },
    },
    input: {
      kind: 'lines',
      lines: paths.map((path) => (/^http/.test(path) ? path : origin + path)),
    },
  });
  return finished;
}

interface Kept {
  readonly type: string | null;
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** The kept pages of a run by their addresses without the origin, as warcio reads them. */
async function keptPages({ runId }: RunSnapshot): Promise<Record<string, Kept>> {
  const file = await readFile(join(dataDir, 'runs', `${runId}.warc.gz`));
  const found: Record<string, Kept> = {};
  for await (const record of new WARCParser(inPieces(file)) as AsyncIterable<WARCRecord>) {
    const body = Buffer.from(await record.readFully(true)).toString('utf8');
    const { warcType: type, warcTargetURI: url, httpHeaders } = record;
    if (url == null) continue;
    const headers = [...(httpHeaders?.headers.entries() ?? [])].map((pair) => pair.join(': '));
    const status = Number(httpHeaders?.statusCode);
    found[url.replace(origin, '')] = { type, status, headers: headers.join('\n'), body };
  }
  return found;
}

async function* inPieces(file: Buffer) {
  for (let at = 0; at < file.length; at += 1000) yield new Uint8Array(file.subarray(at, at + 1000));
}

const page = (title: string) => `<!doctype html><meta charset="utf-8"><h1>${title}</h1>`;

describe('the pages that a run keeps', () => {
  it('are as they were fetched, whatever fetched them, and read by another tool', async () => {
    answerTo = ({ url }, response) => {
      if (url === '/moved') response.writeHead(302, { location: '/there' }).end();
      else if (url === '/packed') {
        const headers = { 'content-type': 'text/html', 'content-encoding': 'gzip' };
        response.writeHead(200, headers).end(gzipSync(page('Größe')));
      } else if (url === '/gone') response.writeHead(410).end(page('gone'));
      else if (url === '/picture')
        response.writeHead(200, { 'content-type': 'image/png' }).end('\0\x01');
      else response.writeHead(200, { 'content-type': 'text/html', 'x-tag': 'a' }).end(page('here'));
    };
    const snapshot = await run(['/plain', '/packed', '/moved', '/gone', '/picture']);
    expect(snapshot.pages).toMatchObject({ kept: 4, notKept: { limit: 0, disk: 0, size: 0 } });
    const kept = await keptPages(snapshot);
    expect(Object.keys(kept).sort()).toEqual(['/packed', '/picture', '/plain', '/there']);
    expect(kept['/plain']).toMatchObject({ type: 'response', status: 200, body: page('here') });
    expect(kept['/plain']?.headers).toContain('x-tag: a');
    expect(kept['/packed']?.body).toBe(page('Größe'));
    expect(kept['/picture']?.body).toBe('\0\x01');
  });

  it('hold nothing that a login is made of', async () => {
    answerTo = ({ url, headers }, response) => {
      const { cookie = '', authorization = '' } = headers;
      response.setHeader('set-cookie', 'sid=s3cret12345; Path=/');
      response.setHeader('x-echo', `${cookie} ${authorization}`);
      if (url === '/to') response.writeHead(302, { location: `/in?${cookie}` }).end();
      else response.end(page('in'));
    };
    const { host } = new URL(origin);
    const snapshot = await run(['/first', `http://ann:pa55word@${host}/login`, '/to'], {
      way: 'sequential',
      concurrency: 1,
    });
    const kept = await keptPages(snapshot);
    expect(Object.keys(kept).sort()).toEqual(['/first', '/in?sid=***', '/login']);
    const text = JSON.stringify(kept);
    expect(text).not.toMatch(/s3cret12345|pa55word|set-cookie/i);
    expect(text).not.toContain(Buffer.from('ann:pa55word').toString('base64'));
  });

  it('hold no cookie that was set on the way and never sent', async () => {
    answerTo = ({ url }, response) => {
      response.setHeader('content-type', 'text/html');
      if (url === '/start') {
        response.setHeader('set-cookie', 'ticket=NEWSECRET123456; Path=/elsewhere');
        response.writeHead(302, { location: '/in?ticket=NEWSECRET123456' });
      }
      response.end('<h1>In</h1>');
    };
    const pages = await keptPages(await run(['/start']));
    expect(Object.keys(pages)).toEqual(['/in?ticket=***']);
  });

  it('hold no cookie that the script of a page has set', async () => {
    const secret = 'NEWSECRET123456';
    const cookie = {
      name: 'sid',
      value: secret,
      domain: '127.0.0.1',
      hostOnly: true,
      path: '/',
      secure: false,
      httpOnly: false,
      sameSite: 'lax',
      expiresSeconds: null,
    } as const;
    await engine.close();
    engine = openEngine({
      dataDir,
      // Stands in for a browser in which the script of the page takes a cookie from somewhere.
      createRenderer: ({ session }) => ({
        render(fetched) {
          const { cookies } = (session as RunSession).browserSide;
          cookies?.takeFromBrowser([{ cookie, removed: false }]);
          return Promise.resolve({ kind: 'page', page: { ...fetched, isRendered: true } });
        },
        close: () => Promise.resolve(),
      }),
    });
    answerTo = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'x-session': secret });
      response.end(page('in'));
    };
    const { runId } = await run(['/a'], { render: 'always' });
    const text = gunzipSync(await readFile(join(dataDir, 'runs', `${runId}.warc.gz`))).toString();
    expect(text).toContain(encodeURIComponent('x-session: ***'));
    expect(text).not.toContain(secret);
  });

  it('are those with an error status too where these are read, and none where the job says so', async () => {
    answerTo = (_, response) => response.writeHead(404).end(page('not here'));
    const snapshot = await run(['/a'], { errorPages: true });
    expect(await keptPages(snapshot)).toMatchObject({
      '/a': { status: 404, body: page('not here') },
    });
    const without = await run(['/a'], { errorPages: true, keepPages: false });
    expect(without.pages).toBeNull();
    await expect(keptPages(without)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('reading kept pages again', () => {
  const fields = [
    { name: 'title', css: 'h1' },
    { name: 'text', css: 'p' },
    { name: 'link', css: 'a', take: 'attr:href' },
  ];
  const rules = { name: 'Kept', fields };
  const body = (url: string) =>
    `${page(`Title of ${url}`)}<p>Text of ${url}</p><a href="?next">n</a>`;
  let asked = 0;

  beforeEach(() => {
    asked = 0;
    answerTo = ({ url = '' }, response) => {
      asked += 1;
      response.setHeader('content-type', 'text/html');
      if (url === '/gone') response.writeHead(404).end('gone');
      else if (url === '/moved') response.writeHead(302, { location: '/there' }).end();
      else response.end(body(url));
    };
  });

  async function readAgain(source: string): Promise<RunSnapshot> {
    const finished = whenFinished((snapshot) => snapshot.readsFrom === source);
    await engine.call('run.read-again', { runId: source, jobId: null, rules });
    return finished;
  }

  async function tableOf({ runId }: RunSnapshot) {
    const view = { sort: null, filter: { text: '', state: null, errorCode: null } };
    const query = { runId, view, offset: 0, limit: 1000 };
    const { lines } = await engine.call('results.window', query);
    return lines
      .map(({ url, state, status, finalUrl, error, cells }) => ({
        ...{ url: url.replace(origin, ''), state, status, error },
        ...{ at: finalUrl?.replace(origin, ''), cells },
      }))
      .sort((a, b) => a.url.localeCompare(b.url));
  }

  it('gives the values of the new fields, asks no site for anything, and leaves the older result', async () => {
    const first = await run(['/a', '/gone', '/moved', '/a', 'no address: here']);
    const before = asked;
    const reading = await readAgain(first.runId);
    expect(asked).toBe(before);
    const fieldsOf = ({ runId }: RunSnapshot) => engine.call('run.fields', { runId });
    expect(await fieldsOf(first)).toMatchObject({ each: null, hasPages: true });
    expect(await fieldsOf(reading)).toEqual({ each: null, fields, hasPages: true });
    const linkTo = (path: string) => `${origin}${path}?next`;
    const values = (path: string) => [`Title of ${path}`, `Text of ${path}`, linkTo(path)];
    const table = await tableOf(reading);
    expect(table.filter(({ state }) => state === 'done')).toMatchObject([
      { url: '/a', status: 200, at: '/a', cells: values('/a') },
      { url: '/moved', status: 200, at: '/there', cells: values('/there') },
    ]);
    expect(table.find(({ url }) => url === '/gone')).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(
        /^NOT_KEPT: .* \(it has failed: The page does not exist \(404\)\)\.$/,
      ),
    });
    expect(reading.counts).toEqual(first.counts);
    expect(reading.pages).toBeNull();
    expect(await tableOf(first)).toContainEqual(
      expect.objectContaining({ url: '/a', cells: ['Title of /a'] }),
    );
  });

  it('shows the page of a line as it was kept, also in a reading of it', async () => {
    const first = await run(['/moved', '/a', '/gone', '/a']);
    const reading = await readAgain(first.runId);
    for (const { runId } of [first, reading]) {
      const at = (requestId: number) => engine.call('results.page', { runId, requestId });
      expect(await at(1)).toMatchObject({
        ...{ kind: 'kept', url: `${origin}/there`, status: 200, isRendered: false, isCut: false },
        headers: expect.arrayContaining([['content-type', 'text/html']]),
        source: body('/there'),
      });
      expect(await at(4)).toEqual(await at(2));
      const { html, ...source } = await engine.call('results.source', { runId, requestId: 4 });
      expect(source).toEqual({ url: `${origin}/a`, isKept: true });
      expect(new TextDecoder().decode(html)).toBe(body('/a'));
      await expect(engine.call('results.source', { runId, requestId: 3 })).rejects.toMatchObject({
        ...{ code: 'NOT_FOUND', message: expect.stringContaining('it has failed') },
      });
      expect(await at(3)).toEqual({
        kind: 'not-kept',
        reason: 'it has failed: The page does not exist (404)',
      });
    }
  });

  it('comes before asking the site in the preview, in suggestions and in pointing', async () => {
    const first = await run(['/moved', '/a', '/b']);
    const reading = await readAgain(first.runId);
    const before = asked;
    const fetch = (path: string, more: { readonly refresh?: boolean; readonly only?: boolean }) =>
      engine.call('preview.fetch', {
        ...{ key: 'job', url: origin + path, refresh: more.refresh ?? false },
        kept: { runId: reading.runId, only: more.only ?? false },
      });
    const kept = await fetch('/moved', {});
    expect(kept).toMatchObject({
      ...{ finalUrl: `${origin}/there`, status: 200, isKept: true },
      ...{ contentType: 'text/html', redirects: [{ status: 302, to: `${origin}/there` }] },
    });
    const result = await engine.call('preview.extract', { key: 'job', fields });
    expect(result.fields.map(({ values }) => values)).toEqual([
      ['Title of /there'],
      ['Text of /there'],
      [`${origin}/there?next`],
    ]);
    expect(await engine.call('preview.suggest', { key: 'job' })).not.toEqual([]);
    const { html, isKept } = await engine.call('preview.source', { key: 'job' });
    expect([new TextDecoder().decode(html), isKept]).toEqual([body('/there'), true]);
    const picture = { key: 'job', url: `${origin}/a.png`, kind: 'picture' } as const;
    await expect(engine.call('preview.resource', picture)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(fetch('/new', { only: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(asked).toBe(before);

    // Asked for, the site answers, and its page is the newer one from then on.
    expect(await fetch('/a', { refresh: true })).toMatchObject({ isKept: false });
    expect(await fetch('/a', {})).toMatchObject({ isKept: false });
    expect(await fetch('/new', {})).toMatchObject({ isKept: false });
    expect(asked).toBe(before + 2);
    await engine.call('run.delete', { runId: first.runId });
    expect(await fetch('/b', {})).toMatchObject({ isKept: false });
  });

  it('is not that of the preview where it is damaged, or where the job renders now', async () => {
    const { runId } = await run(['/a', '/b']);
    const kept = { runId, only: true };
    const url = `${origin}/a`;
    const rendering = {
      key: 'job',
      url,
      refresh: false,
      kept,
      options: { render: 'auto' },
    } as const;
    await expect(engine.call('preview.fetch', rendering)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const file = join(dataDir, 'runs', `${runId}.warc.gz`);
    await writeFile(file, (await readFile(file)).fill(7));
    const damaged = { key: 'job', url, refresh: false, kept: { runId, only: false } };
    expect(await engine.call('preview.fetch', damaged)).toMatchObject({ isKept: false });
  });

  it('says why where the file of the pages is gone', async () => {
    const { runId } = await run(['/a']);
    await rm(join(dataDir, 'runs', `${runId}.warc.gz`));
    expect(await engine.call('results.page', { runId, requestId: 1 })).toEqual({
      kind: 'not-kept',
      reason: `${runId}.warc.gz or its folder is not there any more`,
    });
  });

  it('can be stopped and goes on, each page once', async () => {
    const paths = Array.from({ length: 500 }, (_, index) => `/page/${index}`);
    const first = await run(paths, { perHost: 64, concurrency: 64, pace: 'fixed' });
    expect(first.pages?.kept).toBe(500);
    const { runId } = await engine.call('run.read-again', {
      runId: first.runId,
      jobId: null,
      rules,
    });
    await expect(engine.call('run.delete', { runId: first.runId })).rejects.toMatchObject({
      code: 'BUSY',
    });
    await engine.call('run.stop', { runId });
    const finished = whenFinished((snapshot) => snapshot.runId === runId);
    await engine.call('run.resume', { runId });
    const reading = await finished;
    expect(reading.counts).toMatchObject({ done: 500, failed: 0, total: 500 });
    expect(reading.rows).toBe(500);
    expect(asked).toBe(500);
  });

  it('of a reading is of the same pages, until the run that kept them is deleted', async () => {
    const first = await run(['/a']);
    const second = await readAgain(first.runId);
    const finished = whenFinished(({ runId }) => runId !== second.runId);
    await engine.call('run.read-again', { runId: second.runId, jobId: null, rules });
    expect(await finished).toMatchObject({ readsFrom: first.runId, rows: 1 });
    await engine.call('run.delete', { runId: first.runId });
    const again = engine.call('run.read-again', { runId: second.runId, jobId: null, rules });
    await expect(again).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await tableOf(second)).toHaveLength(1);
  });

  it('is refused where nothing is kept', async () => {
    const { runId } = await run(['/a'], { keepPages: false });
    expect(await engine.call('run.fields', { runId })).toMatchObject({ hasPages: false });
    const again = engine.call('run.read-again', { runId, jobId: null, rules });
    await expect(again).rejects.toMatchObject({
      message: 'This run has kept no pages that could be read again.',
    });
  });
});
