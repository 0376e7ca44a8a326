import type { Socket } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
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

/** Between two requests on a connection. */
const pauseMs = 80;

const evil = answer(pageOf('not for you'));

describe('a connection with bytes that nobody asked for', () => {
  it.each([
    ['an answer too many in the same piece', 0],
    ['an answer too many a little later', 10],
  ])('is dropped: %s', async (_name, delayMs) => {
    const pending = new Map<Socket, AbortController>();
    let unasked = 0;
    const port = await site.speak((socket, { path }) => {
      // On a busy machine the next request may be here by now. Then it is no longer unasked.
      pending.get(socket)?.abort();
      const page = answer(pageOf(path));
      if (delayMs === 0) {
        unasked += 1;
        socket.write(Buffer.concat([page, evil]));
        return;
      }
      socket.write(page);
      const controller = new AbortController();
      pending.set(socket, controller);
      void speakUnasked(socket, delayMs, controller.signal).then(
        () => (unasked += 1),
        () => undefined,
      );
    });
    const urls = Array.from({ length: 40 }, (_, page) => `http://127.0.0.1:${port}/p${page}`);
    // Idle between two requests for longer than the server waits before it speaks unasked.
    const { details } = await runJob(site, urls, {
      perHost: 1,
      delayMs: delayMs === 0 ? 0 : pauseMs,
    });
    expect(details.map((detail) => [detail.state, titleOf(detail)])).toEqual(
      urls.map((url) => ['done', new URL(url).pathname]),
    );
    expect(unasked).toBeGreaterThan(5);
  });
});

/** @throws AbortError where it is asked before, or where that may be so on a machine that is busy */
async function speakUnasked(socket: Socket, afterMs: number, signal: AbortSignal): Promise<void> {
  const sinceMs = performance.now();
  await setTimeout(afterMs, undefined, { signal });
  // What has come meanwhile is read first.
  await setImmediate(undefined, { signal });
  const isLate = performance.now() - sinceMs > pauseMs / 2;
  if (isLate || !socket.writable) throw new DOMException('asked, or about to be', 'AbortError');
  socket.write(evil);
}
