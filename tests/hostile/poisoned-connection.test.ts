import { afterAll, describe, expect, it } from 'vitest';
import { answer, pageOf } from './hostile-case.ts';
import { runJob, titleOf } from './hostile-run.ts';
import { HostileSite } from './hostile-site.ts';

/**
 * Bytes that nobody asked for, on a connection that is kept for the next request: they must never be
 * taken for its answer. Every page here says which path it was made for.
 */
const site = new HostileSite();
afterAll(() => site.close());

const evil = answer(pageOf('not for you'));

describe('a connection with bytes that nobody asked for', () => {
  it.each([
    ['an answer too many in the same piece', 0],
    ['an answer too many a little later', 10],
  ])('is dropped: %s', async (_name, delayMs) => {
    const port = await site.speak((socket, { path }) => {
      const page = answer(pageOf(path));
      if (delayMs === 0) socket.write(Buffer.concat([page, evil]));
      else {
        socket.write(page);
        setTimeout(() => socket.writable && socket.write(evil), delayMs);
      }
    });
    const urls = Array.from({ length: 40 }, (_, page) => `http://127.0.0.1:${port}/p${page}`);
    // Idle between two requests for longer than the server waits before it speaks unasked.
    const { details } = await runJob(site, urls, { perHost: 1, delayMs: delayMs === 0 ? 0 : 60 });
    expect(details.map((detail) => [detail.state, titleOf(detail)])).toEqual(
      urls.map((url) => ['done', new URL(url).pathname]),
    );
  });
});
