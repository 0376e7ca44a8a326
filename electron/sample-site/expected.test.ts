import { windows1252toString } from '@exodus/bytes/single-byte.js';
import { type CheerioAPI, load } from 'cheerio';
import { load as loadFast } from 'cheerio/slim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/job.ts';
import { parseJob } from '#shared/job/parse-job.ts';
import { expectedWhenRendered } from './expected.ts';
import { sampleJob, sampleUrls } from './sample-job.ts';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { type Asked, ask } from './testing/ask.ts';

let site: SampleSite;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
});
afterAll(() => site.close());

/** The fields of the sample job, taken by cheerio itself. */
function takeAll($: CheerioAPI, url: string): Record<string, string> {
  const base = new URL(url);
  return Object.fromEntries(sampleJob().fields.map((field) => [field.name, take($, field, base)]));
}

function take($: CheerioAPI, field: Field, base: URL): string {
  const matches = $(field.css ?? '*');
  const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();
  if (field.take === 'count') return String(matches.length);
  if (field.take === 'exists') return String(matches.length > 0);
  if (field.take?.startsWith('attr:') === true) {
    const name = field.take.slice('attr:'.length);
    const value = matches.first().attr(name) ?? '';
    return value !== '' && (name === 'src' || name === 'href') ? new URL(value, base).href : value;
  }
  if (field.all === true) {
    return matches
      .map((_, element) => clean($(element).text()))
      .get()
      .join(defaultSeparator);
  }
  const text = clean(matches.first().text());
  const [step] = field.clean ?? [];
  return step === undefined || !('match' in step)
    ? text
    : (new RegExp(step.match).exec(text)?.[1] ?? '');
}

/** Decodes by the Content-Type, else by the meta element, as far as this site needs it. */
function textOf(page: Asked): string {
  const bytes = Uint8Array.from(page.body);
  const latin = windows1252toString(bytes);
  if (String(page.headers['content-type']).includes('charset')) return page.body.toString('utf8');
  const label = /<meta charset="([^"]+)"/.exec(latin)?.[1] ?? 'iso-8859-1';
  return label === 'iso-8859-1' ? latin : new TextDecoder(label).decode(bytes);
}

/** Follows redirects and tries again once, as a client would. */
async function visit(url: string): Promise<{ page: Asked; finalUrl: string; tries: number }> {
  let finalUrl = url;
  for (let tries = 1, hops = 0; ; ) {
    const page = await ask(finalUrl, { 'accept-encoding': 'gzip, deflate, br' });
    const location = page.headers['location'];
    if (typeof location === 'string' && hops < 5) {
      finalUrl = new URL(location, finalUrl).href;
      hops += 1;
    } else if ((page.status === 429 || page.status >= 500) && tries < 2) tries += 1;
    else return { page, finalUrl, tries };
  }
}

describe('what the site foretells', () => {
  it('is what cheerio finds, with both parsers, on every URL of the sample job', async () => {
    const urls = sampleUrls(site.origins).filter((url) => !url.endsWith('/stall'));
    for (const url of urls) {
      const expected = site.expected(url);
      const { page, finalUrl, tries } = await visit(url);
      expect({ url, status: page.status, finalUrl }).toEqual({
        url,
        status: expected?.status,
        finalUrl: expected?.finalUrl,
      });
      if (expected?.kind !== 'ok') continue;
      expect({ url, tries }).toEqual({ url, tries: expected.tries });
      const html = textOf(page);
      expect(takeAll(loadFast(html), finalUrl), url).toEqual(expected.record);
      expect(takeAll(load(html), finalUrl), url).toEqual(expected.record);
    }
  });

  it('covers the benchmark pages', async () => {
    for (const path of ['/bytes/7', '/bytes/123456?size=4000', '/bytes/42?size=1536']) {
      const url = `${site.origins[0]}${path}`;
      const expected = site.expected(url);
      const { body } = await ask(url);
      expect(expected?.kind === 'ok' && expected.record).toEqual(
        takeAll(loadFast(body.toString('utf8')), url),
      );
    }
  });

  it('covers the frames of the shop that is built by script, and what its data fills them with', async () => {
    const [shop = ''] = site.origins;
    for (const path of ['/list/2', '/list/417', '/product/7']) {
      const url = `${shop}/app${path}`;
      const frame = site.expected(url);
      const { body } = await ask(url);
      expect(frame?.kind === 'ok' && frame.record).toEqual(
        takeAll(loadFast(body.toString('utf8')), url),
      );
      const built = expectedWhenRendered(site.origins, url);
      if (built?.kind !== 'ok') throw new Error(`${url} should be a page.`);
      const data = await ask(`${shop}/app/data${path}.json`);
      const { heading, products } = JSON.parse(data.body.toString('utf8'));
      expect(built.record).toMatchObject({ title: heading, price: products[0].price });
    }
    const { body, headers } = await ask(`${shop}/app/shop.js`);
    expect(headers['content-type']).toContain('text/javascript');
    expect(() => new Function(body.toString('utf8'))).not.toThrow();
    expect((await ask(`${shop}/app/data/product/10001.json`)).status).toBe(404);
  });

  it('says nothing of other sites', () => {
    expect(site.expected('http://127.0.0.1:1/product/1')).toBeNull();
  });
});

describe('the sample job', () => {
  it('is a valid job of about 400 different URLs, of which about 3 % fail', () => {
    const job = sampleJob(site.origins);
    expect(parseJob(job)).toMatchObject({ ok: true, job });
    const urls = sampleUrls(site.origins);
    expect(new Set(urls).size).toBe(urls.length);
    expect(Math.abs(urls.length - 400)).toBeLessThan(30);
    const failed = urls.filter((url) => site.expected(url)?.kind === 'failed');
    expect(failed.length / urls.length).toBeGreaterThan(0.02);
    expect(failed.length / urls.length).toBeLessThan(0.04);
  });

  it('gives every field a value somewhere, and leaves some empty', () => {
    const records = sampleUrls(site.origins).flatMap((url) => {
      const expected = site.expected(url);
      return expected?.kind === 'ok' ? [expected.record] : [];
    });
    for (const { name } of sampleJob().fields) {
      const values = new Set(
        records.map((record) => Object.entries(record).find(([key]) => key === name)?.[1]),
      );
      expect(values.size, name).toBeGreaterThan(1);
    }
  });
});
