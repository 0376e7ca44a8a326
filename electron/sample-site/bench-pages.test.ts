import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleSite, startSampleSite } from './start-sample-site.ts';
import { ask } from './testing/ask.ts';

let site: SampleSite;
let shop: string;
beforeAll(async () => {
  site = await startSampleSite({ ports: 0, latencyScale: 0 });
  shop = site.origins[0];
});
afterAll(() => site.close());

describe('benchmark pages', () => {
  it('have exactly the size that was asked for', async () => {
    for (const size of [1_536, 4_000, 12_288, 100_001]) {
      for (const number of ['1', '4711', '123456789']) {
        const { body } = await ask(`${shop}/bytes/${number}?size=${size}`);
        expect(body.length).toBe(size);
      }
    }
    expect((await ask(`${shop}/bytes/1`)).body.length).toBe(12_288);
  });

  it('differ by their number alone', async () => {
    const one = (await ask(`${shop}/bytes/111`)).body.toString('utf8');
    const other = (await ask(`${shop}/bytes/222`)).body.toString('utf8');
    expect(one).toContain('<title>Crate 111</title>');
    expect(other).toContain('<h1>Crate 222</h1>');
    expect(other.split('222').length).toBeGreaterThan(8);
    expect(one.replaceAll('111', '222')).toBe(other);
  });

  it('fail in the share that was asked for, the same numbers each time', async () => {
    const failing = async (): Promise<number[]> => {
      const failed: number[] = [];
      for (let number = 1; number <= 500; number += 1) {
        const { status } = await ask(`${shop}/bytes/${number}?size=1536&error=0.1`);
        if (status === 500) failed.push(number);
      }
      return failed;
    };
    const first = await failing();
    expect(first.length).toBeGreaterThan(25);
    expect(first.length).toBeLessThan(80);
    expect(await failing()).toEqual(first);
  });

  it('wait before they answer when told to', async () => {
    const before = performance.now();
    await ask(`${shop}/bytes/1?latency=40`);
    // Timers of Node may fire up to a millisecond early.
    expect(performance.now() - before).toBeGreaterThanOrEqual(39);
  });

  it('are missing where the number is none', async () => {
    expect((await ask(`${shop}/bytes/x`)).status).toBe(404);
    expect((await ask(`${shop}/bytes/1234567890`)).status).toBe(404);
  });
});
