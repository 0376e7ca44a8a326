import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleUrls } from './sample-job.ts';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { ask } from './testing/ask.ts';

let site: SampleSite;
let twin: SampleSite;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  twin = await startSampleSite({ ports: 0, latencyScale: 0 });
});
afterAll(() => Promise.all([site.close(), twin.close()]));

const kilobytes = (body: Buffer): number => body.length / 1024;

describe('the pages of the sample site', () => {
  it('are the same bytes on every server, but for its own address', async () => {
    const read = async (from: SampleSite, url: string): Promise<unknown> => {
      const { body, status, headers } = await ask(url, { 'accept-encoding': 'gzip, deflate, br' });
      const text = from.origins.reduce(
        (all, origin, index) => all.replaceAll(origin, `http://origin-${index}`),
        body.toString('latin1'),
      );
      return { text, status, type: headers['content-type'], coding: headers['content-encoding'] };
    };
    const twins = sampleUrls(twin.origins);
    for (const [index, url] of sampleUrls(site.origins).entries()) {
      if (url.endsWith('/stall')) continue;
      expect(await read(twin, twins[index] ?? ''), url).toEqual(await read(site, url));
    }
  });

  it('have the size and the head of real ones', async () => {
    const [shop, press] = site.origins;
    for (let number = 1; number <= 200; number += 1) {
      for (const url of [`${shop}/product/${number}`, `${press}/article/${number}`]) {
        const { body } = await ask(url);
        expect(kilobytes(body)).toBeGreaterThan(4);
        expect(kilobytes(body)).toBeLessThan(15);
      }
    }
    const $ = load((await ask(`${shop}/product/12`)).body.toString('utf8'));
    expect($('title').text()).toContain($('h1').text());
    expect($('link[rel=canonical]').attr('href')).toBe(`${shop}/product/12`);
    expect($('meta[property="og:title"]').attr('content')).toBe($('h1').text());
    expect(JSON.parse($('script[type="application/ld+json"]').text())).toMatchObject({
      '@type': 'Product',
      name: $('h1').text(),
      offers: { price: /[0-9.]+/.exec($('.price').text())?.[0] },
    });
  });

  it('list 24 goods a page, each leading to its product, up to the last', async () => {
    const [shop] = site.origins;
    const $ = load((await ask(`${shop}/list/3`)).body.toString('utf8'));
    const cards = $('article.card');
    expect(cards.length).toBe(24);
    const link = cards.first().find('h2 a');
    expect(link.attr('href')).toBe('/product/49');
    const product = load((await ask(`${shop}/product/49`)).body.toString('utf8'));
    expect(product('h1').text()).toBe(link.text());
    expect(product('.price').text()).toBe(cards.first().find('.price').text());
    expect((await ask(`${shop}/list/417`)).status).toBe(200);
    expect((await ask(`${shop}/list/418`)).status).toBe(404);
    expect((await ask(`${shop}/product/10001`)).status).toBe(404);
  });

  it('link only to pages and pictures that are there', async () => {
    for (const url of [`${site.origins[0]}/product/5`, `${site.origins[1]}/article/5`]) {
      const $ = load((await ask(url)).body.toString('utf8'));
      const targets = [
        ...$('a[href]').map((_, element) => $(element).attr('href') ?? ''),
        ...$('img').map((_, element) => $(element).attr('src') ?? ''),
      ].filter((target) => !target.startsWith('mailto:'));
      for (const target of targets) {
        expect((await ask(new URL(target, url).href)).status, target).toBe(200);
      }
    }
  });

  it('hold what is hostile as text, and as markup that must not run', async () => {
    const { body } = await ask(`${site.origins[0]}/hostile`);
    const $ = load(body.toString('utf8'));
    expect($('h1').text()).toMatch(/^<img src=x onerror=/);
    expect($('meta[name=description]').attr('content')).toMatch(/^=HYPERLINK\(/);
    expect($('a[href^="javascript:"]').length).toBe(1);
    expect($('main script').length).toBe(1);
    expect($('.tags').text()).toContain('\u202e');
  });
});

describe('old encodings', () => {
  it('sends windows-1252 that calls itself iso-8859-1, in the meta element only', async () => {
    const { body, headers } = await ask(`${site.origins[0]}/latin1`);
    expect(headers['content-type']).toBe('text/html');
    const latin = body.toString('latin1');
    expect(latin).toContain('<meta charset="iso-8859-1">');
    expect(latin).toContain('smokehouse\u0092s');
    expect(latin).toContain('from 4,50 \u0080');
  });

  it('sends Shift_JIS', async () => {
    const { body, headers } = await ask(`${site.origins[0]}/shift-jis`);
    expect(headers['content-type']).toBe('text/html');
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(body);
    expect(text).toContain('<h1>港の道具店 船具と釣具</h1>');
    // Trail bytes that look like a backslash break careless decoders.
    expect(body.includes(Buffer.from([0x95, 0x5c]))).toBe(true);
  });
});
