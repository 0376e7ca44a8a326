import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WARCParser, type WARCRecord } from 'warcio';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions } from '#shared/job/job.ts';
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

function whenFinished(runId?: string): Promise<RunSnapshot> {
  return new Promise((resolve) => {
    engine.onEvent((event) => {
      if (event.kind !== 'run' || event.snapshot.state !== 'finished') return;
      if (runId === undefined || event.snapshot.runId === runId) resolve(event.snapshot);
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
