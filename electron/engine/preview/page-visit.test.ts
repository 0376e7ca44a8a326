import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchRules } from '#engine/core/fetch-rules.ts';
import { createFetcher } from '#engine/fetch/create-fetcher.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';
import { PageVisit } from './page-visit.ts';
import { createPreviewer } from './preview.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A site with a page in windows-1251 that sets a cookie, and a style that only its visitors get. */
async function startShop() {
  const asked: { readonly url: string; readonly headers: Readonly<Record<string, unknown>> }[] = [];
  const server = createServer((request, response) => {
    const url = request.url ?? '';
    asked.push({ url, headers: request.headers });
    if (url === '/page') {
      response.setHeader('content-type', 'text/html; charset=windows-1251');
      response.setHeader('set-cookie', 'visit=shop-visit-1');
      response.end(Buffer.from('<h1>\xcf\xf0\xe8<template shadowRootMode=open>', 'latin1'));
    } else if (url === '/feed') {
      response.setHeader('content-type', 'application/rss+xml');
      response.end('<rss/>');
    } else if (url === '/style.css' && request.headers.cookie === 'visit=shop-visit-1') {
      response.setHeader('content-type', 'text/css');
      response.end('h1 { color: red }');
    } else if (url === '/hangs.png') {
      // Answered when the server is closed.
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function fetcher() {
  const created = createFetcher();
  closers.push(() => created.close());
  return created;
}

function previewer() {
  const created = createPreviewer({ sessions: fetcher(), timeOfDay: () => 0 });
  closers.push(() => created.close());
  return created;
}

function visit(jobOptions: JobOptions = {}) {
  const options = resolveOptions(jobOptions);
  const opened = new PageVisit(fetcher().session({ options }), fetchRules(options));
  closers.push(() => opened.end());
  return opened;
}

describe('a page that is shown', () => {
  it('is handed over in UTF-8, and its styles are fetched with its cookies', async () => {
    const { asked, origin } = await startShop();
    const preview = previewer();
    const headers = { 'x-key': 'secret' };
    await preview.fetch({
      key: 'job',
      url: `${origin}/page`,
      options: { headers },
      refresh: false,
    });
    const { url, html } = await preview.source({ key: 'job' });
    expect(url).toBe(`${origin}/page`);
    expect(new TextDecoder().decode(html)).toBe('<h1>При<template data-shadowRootMode=open>');
    const style = { key: 'job', url: `${origin}/style.css`, kind: 'style' } as const;
    const { contentType, body } = await preview.resource(style);
    expect(contentType).toBe('text/css');
    expect(new TextDecoder().decode(body)).toBe('h1 { color: red }');
    expect(asked.at(-1)?.headers).toMatchObject({
      accept: 'text/css,*/*;q=0.1',
      referer: `${origin}/page`,
      'x-key': 'secret',
    });
  });

  it('says what is missing or no HTML', async () => {
    const { origin } = await startShop();
    const preview = previewer();
    await expect(preview.source({ key: 'job' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await preview.fetch({ key: 'job', url: `${origin}/feed`, refresh: false });
    await expect(preview.source({ key: 'job' })).rejects.toThrow('not HTML');
    const gone = { key: 'job', url: `${origin}/gone.png`, kind: 'picture' } as const;
    await expect(preview.resource(gone)).rejects.toMatchObject({ code: 'FETCH_FAILED' });
  });

  it('reaches no private address from a page of the internet, neither by a picture nor by a link', async () => {
    const { asked, origin } = await startShop();
    const picture = visit().load('https://shop.example.com/page', `${origin}/style.css`, 'picture');
    await expect(picture).rejects.toThrow(/private|this computer|local/i);
    const preview = previewer();
    const ledBy = 'https://shop.example.com/page';
    const followed = preview.fetch({ key: 'job', url: `${origin}/page`, refresh: false, ledBy });
    await expect(followed).rejects.toMatchObject({ code: 'FETCH_FAILED' });
    expect(asked).toEqual([]);
  });

  it('sends neither the headers of the job nor its own address to other origins', async () => {
    const { asked, origin } = await startShop();
    const other = await startShop();
    const shown = visit({ headers: { 'x-key': 'secret' } });
    await expect(
      shown.load(`${origin}/page`, `${other.origin}/a.png`, 'picture'),
    ).rejects.toThrow();
    expect(asked).toEqual([]);
    expect(other.asked[0]?.headers).not.toHaveProperty('x-key');
    expect(other.asked[0]?.headers).not.toHaveProperty('referer');
  });

  it('cuts off what is loading when it is left, and begins no more than a few at once', async () => {
    const { asked, origin } = await startShop();
    const shown = visit();
    const loads = Array.from({ length: 30 }, () =>
      shown.load(`${origin}/page`, `${origin}/hangs.png`, 'picture').catch((error) => error.code),
    );
    await expect.poll(() => asked.length).toBe(8);
    await shown.end();
    expect(await Promise.all(loads)).toEqual(Array.from({ length: 30 }, () => 'CANCELLED'));
    expect(asked.length).toBe(8);
  });
});
