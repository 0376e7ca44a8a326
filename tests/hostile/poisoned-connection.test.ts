import { afterAll, describe, expect, it } from 'vitest';
import { answer, pageOf } from './hostile-case.ts';
import { runJob, titleOf } from './hostile-run.ts';
import { HostileSite } from './hostile-site.ts';

/**
 * Bytes without a request, on a connection that is kept for the next request: they must never be taken for
 * its answer. Every page here contains the path that it was made for.
 */
const site = new HostileSite();
afterAll(() => site.close());

const evil = answer(pageOf('not for you'));

describe('a connection with bytes that no request asked for', () => {
  it.each([
    ['an answer too many in the same piece', 0],
    ['an answer too many right behind it', 60],
  ])('is dropped: %s', async (_name, pauseMs) => {
    let unasked = 0;
    const port = await site.speak((socket, { path }) => {
      const page = answer(pageOf(path));
      if (pauseMs === 0) {
        unasked += 1;
        socket.write(Buffer.concat([page, evil]));
        return;
      }
      socket.setNoDelay(true);
      socket.write(page);
      // Sent before the fetcher can have read the page and, after its pause, sent the next request.
      setImmediate(() => {
        if (!socket.writable) return;
        unasked += 1;
        socket.write(evil);
      });
    });
    const urls = Array.from({ length: 40 }, (_, page) => `http://127.0.0.1:${port}/p${page}`);
    const { details } = await runJob(site, urls, { perHost: 1, delayMs: pauseMs });
    expect(details.map((detail) => [detail.state, titleOf(detail)])).toEqual(
      urls.map((url) => ['done', new URL(url).pathname]),
    );
    expect(unasked).toBeGreaterThan(10);
  });
});
