import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { ResultView } from '#shared/engine-protocol/results.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { JobOptions, JobRules } from '#shared/job/job.ts';
import { openEngine } from './test-support/open-engine.ts';

/* The results of a run for unusual answers; docs/reading.md has the rules. */

const inOrder: ResultView = {
  sort: { column: '$place', descending: false },
  filter: { text: '', state: null, errorCode: null },
};

let dataDir = '';
let engine: EngineApi;
let server: Server;
let origin = '';
let asked: string[] = [];
let answerTo: RequestListener = (_, response) => response.end();

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-answers-'));
  engine = openEngine({ dataDir });
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html; charset=utf-8');
    answerTo(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await engine.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs a job over these paths to its end, and returns its last snapshot and the details of each request. */
async function run(paths: readonly string[], options: JobOptions = {}, rules?: Partial<JobRules>) {
  const over = new Promise<RunSnapshot>((resolve) => {
    engine.onEvent((event) => {
      if (event.kind === 'run' && event.snapshot.state === 'finished') resolve(event.snapshot);
    });
  });
  const { runId } = await engine.call('run.start', {
    jobId: null,
    rules: {
      name: 'Answers',
      fields: [{ name: 'title', css: 'h1' }],
      options: { retries: 0, safeguard: false, ...options },
      ...rules,
    },
    input: { kind: 'lines', lines: paths.map((path) => origin + path) },
  });
  const snapshot = await over;
  const { lines } = await engine.call('results.window', {
    runId,
    view: inOrder,
    offset: 0,
    limit: 1000,
  });
  const details = await Promise.all(
    [...new Set(lines.map(({ requestId }) => requestId))].map((requestId) =>
      engine.call('results.detail', { runId, requestId }),
    ),
  );
  return { runId, snapshot, lines, details };
}

/** Pages with a refresh, as values of a `<meta>`, by their paths; every other path is a page. */
function leading(refreshes: Readonly<Record<string, string>>): RequestListener {
  return (request, response) => {
    const content = refreshes[request.url ?? ''];
    const meta = content === undefined ? '' : `<meta http-equiv="refresh" content="${content}">`;
    response.end(`${meta}<h1>at ${request.url}</h1>`);
  };
}

describe('a page that leads on by itself', () => {
  it('is followed, and its place stands in the trace', async () => {
    answerTo = (request, response) => {
      if (request.url === '/header') response.setHeader('refresh', '0; url=/meta');
      leading({ '/meta': '3;URL=/next' })(request, response);
    };
    const { lines, details } = await run(['/header', '/other']);
    expect(lines.map(({ cells, finalUrl }) => [...cells, finalUrl])).toEqual([
      ['at /next', `${origin}/next`],
      ['at /other', `${origin}/other`],
    ]);
    expect(details[0]).toMatchObject({
      status: 200,
      redirects: [
        { status: 200, from: `${origin}/header`, to: `${origin}/meta`, refresh: 'header' },
        { status: 200, from: `${origin}/meta`, to: `${origin}/next`, refresh: 'meta' },
      ],
    });
  });

  it('is the page where the job does not want it', async () => {
    answerTo = leading({ '/a': '0;url=/b' });
    const { lines, details } = await run(['/a'], { refresh: false });
    expect(lines[0]?.cells).toEqual(['at /a']);
    expect(details[0]?.redirects).toEqual([]);
    expect(asked).toEqual(['/a']);
  });

  it('is the page where it reloads, or leads on late', async () => {
    answerTo = leading({ '/news': '0', '/part': '0;url=#part', '/later': '31;url=/logout' });
    const { lines } = await run(['/news', '/part', '/later']);
    expect(lines.map(({ cells }) => cells[0])).toEqual(['at /news', 'at /part', 'at /later']);
    expect(asked.sort()).toEqual(['/later', '/news', '/part']);
  });

  it('is asked for again once where it sets a cookie', async () => {
    answerTo = (request, response) => {
      const knows = request.headers.cookie?.includes('in=1') ?? false;
      if (request.url === '/always' || !knows) response.setHeader('set-cookie', 'in=1; Path=/');
      if (request.url === '/always' || !knows)
        response.write('<meta http-equiv=refresh content=1>');
      response.end(`<h1>${knows ? 'in' : 'out'}</h1>`);
    };
    const { lines } = await run(['/wall', '/always'], { way: 'sequential' });
    expect(lines.map(({ cells }) => cells[0])).toEqual(['in', 'in']);
    expect(asked).toEqual(['/wall', '/wall', '/always', '/always']);
  });

  it('goes no further than any redirect', async () => {
    answerTo = leading({
      '/loop': '0;url=/pool',
      '/pool': '0;url=/loop',
      '/app': '0;url=app://open',
      '/metadata': '0;url=http://169.254.169.254/',
      '/robots.txt': '0;url=/elsewhere',
    });
    const { details } = await run(['/loop', '/app', '/metadata'], { robots: true });
    expect(details.map(({ failure }) => failure)).toMatchObject([
      { code: 'REDIRECT_LOOP', message: expect.stringContaining('by the pages themselves') },
      { code: 'REDIRECT_REFUSED', message: expect.stringContaining('app:') },
      { code: 'REFUSED_ADDRESS' },
    ]);
    expect(asked).not.toContain('/elsewhere');
  });

  it('may not lead to where robots.txt forbids', async () => {
    answerTo = (request, response) => {
      if (request.url === '/robots.txt') response.end('User-agent: *\nDisallow: /closed');
      else leading({ '/open': '0;url=/closed' })(request, response);
    };
    const { details } = await run(['/open'], { robots: true });
    expect(details[0]?.failure?.code).toBe('ROBOTS');
    expect(asked).not.toContain('/closed');
  });

  it('is what counts where it leads to a download or to nothing', async () => {
    answerTo = (request, response) => {
      const path = request.url ?? '';
      if (path === '/moved') response.writeHead(302, { location: '/file.zip' }).end();
      else if (path === '/204') response.writeHead(204).end();
      else if (path === '/file.zip')
        response.setHeader('content-type', 'application/zip').end(Buffer.alloc(20_000_000));
      else
        leading({ '/a': '5;url=/file.zip', '/b': '0;url=/204', '/c': '0;url=/moved' })(
          request,
          response,
        );
    };
    const { lines, details } = await run(['/a', '/b', '/c']);
    expect(lines.map(({ cells }) => cells[0])).toEqual(['at /a', 'at /b', 'at /c']);
    expect(details.map(({ redirects, finalUrl }) => [redirects, finalUrl])).toEqual([
      [[], `${origin}/a`],
      [[], `${origin}/b`],
      [[], `${origin}/c`],
    ]);
  });

  it('has the status of where it leads; one that fails by its own leads nowhere', async () => {
    answerTo = (request, response) => {
      if (request.url !== '/a') response.statusCode = 404;
      leading({ '/a': '0;url=/gone', '/missing': '0;url=/' })(request, response);
    };
    const { details } = await run(['/a', '/missing']);
    expect(
      details.map(({ status, failure, finalUrl }) => [status, failure?.code, finalUrl]),
    ).toEqual([
      [404, 'HTTP_404', `${origin}/gone`],
      [404, 'HTTP_404', `${origin}/missing`],
    ]);
  });

  it('is followed in the preview as in a run', async () => {
    answerTo = leading({ '/a': '0;url=/b' });
    const show = async (options: JobOptions) => {
      const page = await engine.call('preview.fetch', {
        key: 'job',
        url: `${origin}/a`,
        options,
        refresh: true,
      });
      const { fields } = await engine.call('preview.extract', {
        key: 'job',
        fields: [{ name: 'title', css: 'h1' }],
      });
      return [page.finalUrl, page.redirects.length, fields[0]?.values];
    };
    expect(await show({})).toEqual([`${origin}/b`, 1, ['at /b']]);
    expect(await show({ refresh: false })).toEqual([`${origin}/a`, 0, ['at /a']]);
  });
});

describe('a page with an error status', () => {
  const sold: RequestListener = (request, response) => {
    response.statusCode = Number(request.url?.slice(1, 4));
    if (request.url === '/404/cut') {
      response.setHeader('content-length', 1000).write('<h1>Cut</h1>');
      setTimeout(() => response.destroy(), 20);
    } else if (request.url === '/500/gzip') {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('<h1>Zipped</h1>'));
    } else if (request.url === '/410/pdf') {
      response.setHeader('content-type', 'application/pdf').end('%PDF-1.4');
    } else if (request.url === '/404/empty') response.end();
    else response.end(`<title>Sold</title><h1>${request.url}</h1><h1>2</h1>`);
  };

  it('gives its fields where the job wants them, and has failed all the same', async () => {
    answerTo = sold;
    const paths = ['/404/', '/410/', '/500/', '/500/gzip', '/404/cut', '/410/pdf', '/404/empty'];
    const { runId, snapshot, lines, details } = await run(paths, { errorPages: true, retries: 1 });
    expect(lines.map(({ status, state, cells }) => [status, state, ...cells])).toEqual([
      [404, 'failed', '/404/'],
      [410, 'failed', '/410/'],
      [500, 'failed', '/500/'],
      [500, 'failed', 'Zipped'],
      [404, 'failed', ''],
      [410, 'failed', ''],
      [404, 'failed', ''],
    ]);
    expect(snapshot).toMatchObject({ counts: { done: 0, failed: 7 }, rows: 4 });
    expect(details.map(({ attempts }) => attempts)).toEqual([1, 1, 2, 2, 1, 1, 1]);
    expect(details[0]).toMatchObject({ failure: { code: 'HTTP_404' }, said: 'Sold' });
    // Failed pages are fetched again even if they had rows.
    answerTo = (_, response) => response.end('<h1>Back</h1>');
    const over = new Promise<RunSnapshot>((resolve) => {
      engine.onEvent((event) => {
        if (event.kind === 'run' && event.snapshot.counts.done === 7) resolve(event.snapshot);
      });
    });
    await engine.call('run.retry-failed', { runId, errorCode: null });
    expect(await over).toMatchObject({ rows: 7, counts: { done: 7, failed: 0 } });
    const back = await engine.call('results.window', { runId, view: inOrder, offset: 0, limit: 9 });
    expect(back.total).toBe(7);
  });

  it('gives a row for each match', async () => {
    answerTo = sold;
    const { lines } = await run(
      ['/404/'],
      { errorPages: true },
      { each: 'h1', fields: [{ name: 'x' }] },
    );
    expect(lines.map(({ cells }) => cells[0])).toEqual(['/404/', '2']);
  });

  it('gives none otherwise', async () => {
    answerTo = sold;
    const { lines, snapshot } = await run(['/404/']);
    expect(lines[0]?.cells).toEqual(['']);
    expect(snapshot.rows).toBe(0);
  });

  it('shows in the preview where the job wants its fields', async () => {
    answerTo = sold;
    const ask = { key: 'job', url: `${origin}/404/`, refresh: true };
    const page = await engine.call('preview.fetch', { ...ask, options: { errorPages: true } });
    expect(page.status).toBe(404);
    await expect(engine.call('preview.fetch', { ...ask, options: {} })).rejects.toThrow('404');
  });
});

describe('a host that only the lenient reader understands', () => {
  it('is not asked twice for each page, in whatever way of running', async () => {
    answerTo = ({ url, socket }) =>
      socket.end(`HTTP/1.1 200 OK\r\nno colon\r\nContent-Type: text/html\r\n\r\n<h1>${url}</h1>`);
    const paths = Array.from({ length: 30 }, (_, page) => `/${page}`);
    const { lines } = await run(paths, { concurrency: 1 });
    expect(lines.map(({ cells }) => cells[0])).toEqual(paths);
    // Each worker detects it separately; with one request at a time, there are few workers.
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.length).toBeLessThanOrEqual(38);
  });
});

describe('pages without a match of "each"', () => {
  it('are counted, in the run and in its file', async () => {
    answerTo = (request, response) =>
      response.end(request.url === '/cards' ? '<p>1</p><p>2</p>' : '<b>none</b>');
    const rules = { each: 'p', fields: [{ name: 'p' }] };
    const { runId, snapshot } = await run(['/cards', '/none', '/nothing'], {}, rules);
    expect(snapshot).toMatchObject({ counts: { done: 3 }, rows: 2, unmatched: 2 });
    await engine.close();
    engine = openEngine({ dataDir });
    expect(await engine.call('run.snapshot', { runId })).toMatchObject({ unmatched: 2 });
    // Without "each" a page is one row, whatever it contains.
    const whole = await run(['/none'], {}, { fields: [{ name: 'p', css: 'p' }] });
    expect(whole.snapshot).toMatchObject({ rows: 1, unmatched: 0 });
  });
});
