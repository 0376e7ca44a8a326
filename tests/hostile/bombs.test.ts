import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { answer } from './hostile-case.ts';
import { type HostileRun, runJob } from './hostile-run.ts';
import { HostileSite } from './hostile-site.ts';

/**
 * Bombs: content that unpacks to a gigabyte is cancelled at the size limit, and the memory of the engine
 * never grows by a tenth of it. Measured against the same job over good pages.
 */
const gigabyte = 1024;
const site = new HostileSite();
afterAll(() => site.close());

/** Megabytes of zeros in a coding, as a stream that is never held in memory. */
async function packed(
  coding: NodeJS.ReadWriteStream & AsyncIterable<Buffer>,
  megabytes: number,
): Promise<Buffer> {
  const zeros = Buffer.alloc(1_048_576);
  async function* source(): AsyncGenerator<Buffer> {
    for (let count = 0; count < megabytes; count += 1) yield zeros;
  }
  const pieces: Buffer[] = [];
  await pipeline(source, coding, async (out: AsyncIterable<Buffer>) => {
    for await (const piece of out) pieces.push(piece);
  });
  return Buffer.concat(pieces);
}

/** The default size limit. The job decides how many are unpacked at once. */
const options = { maxBytes: 10_485_760, concurrency: 2 };

/** The peak memory of the process during the run. */
async function peakOf(work: () => Promise<HostileRun>) {
  let rssBytes = process.memoryUsage.rss();
  const watch = setInterval(() => {
    rssBytes = Math.max(rssBytes, process.memoryUsage.rss());
  }, 10);
  try {
    return { run: await work(), rssBytes };
  } finally {
    clearInterval(watch);
  }
}

const quick = { level: 1 };
const quickBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

describe('a bomb', () => {
  it.each([
    ['gzip', () => packed(createGzip(quick), 256)],
    ['deflate', () => packed(createDeflate(quick), 256)],
    ['br', () => packed(createBrotliCompress(quickBrotli), gigabyte)],
    ['gzip, gzip', async () => gzipSync(await packed(createGzip(quick), gigabyte))],
  ] as const)('in %s takes less than 100 MB', async (coding, make) => {
    const bomb = await make();
    const port = await site.speak((socket) => {
      socket.end(answer(bomb, [`Content-Encoding: ${coding}`]));
    });
    const urls = Array.from({ length: 16 }, (_, copy) => `http://127.0.0.1:${port}/${copy}`);
    const good = urls.map((url) => url.replace(/\/(\d+)$/, '/good/$1'));
    const usual = await peakOf(() => runJob(site, good, options));
    const bombed = await peakOf(() => runJob(site, urls, options));
    const { details } = bombed.run;
    expect(details.map(({ failure }) => failure?.code)).toEqual(urls.map(() => 'TOO_LARGE'));
    expect((bombed.rssBytes - usual.rssBytes) / 1_048_576).toBeLessThan(100);
  });
});
