import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencyMsOf } from './behaviour.ts';
import { siteOf, siteRoles } from './site.ts';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { ask } from './testing/ask.ts';

let site: SampleSite;
let shop: string;
let press: string;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  [shop, press] = site.origins;
});
afterAll(() => site.close());

const statuses = async (url: string, times: number): Promise<number[]> => {
  const seen: number[] = [];
  for (let time = 0; time < times; time += 1) seen.push((await ask(url)).status);
  return seen;
};

describe('faults of the sample site', () => {
  it('follow from the last three digits', async () => {
    expect(await statuses(`${shop}/product/404`, 2)).toEqual([404, 404]);
    expect(await statuses(`${shop}/product/3410`, 2)).toEqual([410, 410]);
    expect(await statuses(`${shop}/product/503`, 3)).toEqual([503, 503, 503]);
    expect(await statuses(`${press}/article/404`, 1)).toEqual([404]);
  });

  it('that pass succeed at every second try, each URL by itself', async () => {
    expect(await statuses(`${shop}/product/500`, 4)).toEqual([500, 200, 500, 200]);
    expect(await statuses(`${shop}/product/1500`, 1)).toEqual([500]);
    expect(await statuses(`${press}/article/500`, 2)).toEqual([500, 200]);
    site.forgetTries();
    expect(await statuses(`${shop}/product/1500`, 2)).toEqual([500, 200]);
  });

  it('ask for a second of patience with 429', async () => {
    const first = await ask(`${shop}/product/429`);
    expect([first.status, first.headers['retry-after']]).toEqual([429, '1']);
    expect((await ask(`${shop}/product/429`)).status).toBe(200);
  });
});

describe('redirects of the sample site', () => {
  it('lead relatively, in chains and to another origin', async () => {
    const short = await ask(`${shop}/p/12`);
    expect([short.status, short.headers['location']]).toEqual([301, '../product/12']);
    const offer = await ask(`${press}/offer/12`);
    expect([offer.status, offer.headers['location']]).toEqual([302, '/go/12']);
    const hop = await ask(`${press}/go/12`);
    expect([hop.status, hop.headers['location']]).toEqual([302, `${shop}/product/12`]);
    expect((await ask(`${shop}/redirect/3`)).headers['location']).toBe('/redirect/2');
    expect((await ask(`${shop}/redirect/0`)).status).toBe(200);
  });
});

describe('content codings of the sample site', () => {
  it('differ from page to page and keep to what the client takes', async () => {
    const seen = new Set<string>();
    for (let number = 1; number <= 20; number += 1) {
      const url = `${shop}/product/${number}`;
      const coded = await ask(url, { 'accept-encoding': 'gzip, deflate;q=0.8, br' });
      const plain = await ask(url);
      expect(plain.coding).toBe('identity');
      expect(coded.body.equals(plain.body)).toBe(true);
      seen.add(coded.coding);
    }
    expect([...seen].sort()).toEqual(['br', 'deflate', 'gzip', 'identity']);
  });

  it('are forced where the path names one', async () => {
    for (const coding of ['gzip', 'deflate', 'br']) {
      const { coding: used, body } = await ask(`${shop}/coded/${coding}`);
      expect(used).toBe(coding);
      expect(body.equals((await ask(`${shop}/product/1`)).body)).toBe(true);
    }
  });
});

describe('latency', () => {
  it('belongs to the path: short at two origins, long at the warehouse', () => {
    const paths = Array.from({ length: 5_000 }, (_, index) => `/product/${index + 1}`);
    const range = siteRoles.map((role) => {
      const all = paths.map((path) => latencyMsOf(siteOf(site.origins, role), path));
      return [Math.min(...all), Math.max(...all)];
    });
    expect(range).toEqual([
      [10, 80],
      [10, 80],
      [150, 400],
    ]);
  });
});

describe('paths that do as they are told', () => {
  it('answers with any status, with a Retry-After if asked for', async () => {
    const busy = await ask(`${shop}/status/503?after=7`);
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '7']);
    const none = await ask(`${shop}/status/204`);
    expect([none.status, none.body.length]).toEqual([204, 0]);
  });

  it('echoes the headers as a page and as JSON', async () => {
    const sent = { 'user-agent': 'Trawl test', 'x-note': '<b>&"' };
    const page = (await ask(`${shop}/echo`, sent)).body.toString('utf8');
    expect(page).toContain('<td data-header="x-note">&lt;b&gt;&amp;&quot;</td>');
    const json = JSON.parse((await ask(`${shop}/echo?format=json`, sent)).body.toString('utf8'));
    expect(json).toMatchObject(sent);
  });

  it('waits, and drips', async () => {
    const slow = await ask(`${shop}/slow/30`);
    expect([slow.status, slow.body.length > 0]).toEqual([200, true]);
    const drip = (await ask(`${shop}/drip?chunks=12&every=1`)).body.toString('utf8');
    expect(drip.match(/class="drop"/g)?.length).toBe(12);
  });

  it('begins a page and never ends it', async () => {
    const giveUp = new AbortController();
    const stalled = await request(`${shop}/stall`, { signal: giveUp.signal });
    expect(stalled.statusCode).toBe(200);
    const chunks: string[] = [];
    await expect(
      (async () => {
        for await (const chunk of stalled.body) {
          chunks.push(String(chunk));
          giveUp.abort();
        }
      })(),
    ).rejects.toThrow();
    expect(chunks.join('')).toBe('<!doctype html>\n<title>Hold the line');
  });

  it('has an empty page, JSON, a PDF, a picture and a page of 2 MB', async () => {
    const empty = await ask(`${shop}/empty`);
    expect([empty.status, empty.body.length]).toEqual([200, 0]);
    const json = await ask(`${shop}/stock.json`);
    expect(json.headers['content-type']).toBe('application/json');
    expect(JSON.parse(json.body.toString('utf8'))).toHaveProperty('shop');
    const pdf = (await ask(`${shop}/tide-table.pdf`)).body.toString('latin1');
    const table = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(table, table + 4)).toBe('xref');
    const picture = await ask(`${shop}/images/rope-1.svg`);
    expect(picture.headers['content-type']).toBe('image/svg+xml');
    const { body } = await ask(`${shop}/catalogue`);
    expect(body.length / 1024 / 1024).toBeGreaterThan(1.5);
    expect(body.length / 1024 / 1024).toBeLessThan(3);
  });
});
