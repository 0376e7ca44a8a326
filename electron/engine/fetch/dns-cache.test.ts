import { describe, expect, it } from 'vitest';
import { createDnsCache } from './dns-cache.ts';

function ask(cache: ReturnType<typeof createDnsCache>, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    cache(host, { all: false }, (error, address) =>
      error ? reject(error) : resolve(String(address)),
    );
  });
}

/** A clock that moves only when the test moves it. */
function handClock() {
  let nowMs = 0;
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs: number, callback: () => void) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(byMs: number) {
      nowMs += byMs;
      for (const timer of [...timers]) {
        if (timer.dueMs > nowMs) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

describe('createDnsCache', () => {
  it('asks once for many connections, and again when the answer is old', async () => {
    let asked = 0;
    let nowMs = 0;
    const cache = createDnsCache({
      ttlMs: 100,
      now: () => nowMs,
      resolve: (_host, _options, callback) => {
        asked += 1;
        setImmediate(() => callback(null, [{ address: '10.0.0.1', family: 4 }]));
      },
    });
    await Promise.all([ask(cache, 'a'), ask(cache, 'a'), ask(cache, 'a')]);
    expect(asked).toBe(1);
    nowMs = 99;
    await ask(cache, 'a');
    expect(asked).toBe(1);
    nowMs = 101;
    await ask(cache, 'a');
    expect(asked).toBe(2);
  });

  it('ends a look-up that hangs, and asks anew the next time', async () => {
    let hangs = true;
    const cache = createDnsCache({
      timeoutMs: 10,
      resolve: (_host, _options, callback) => {
        if (!hangs) callback(null, [{ address: '::1', family: 6 }]);
      },
    });
    await expect(ask(cache, 'a')).rejects.toMatchObject({ code: 'DNS_TIMEOUT' });
    hangs = false;
    await expect(ask(cache, 'a')).resolves.toBe('::1');
  });

  it('gives each that waits its own deadline', async () => {
    const clock = handClock();
    const answers: (() => void)[] = [];
    const cache = createDnsCache({
      timeoutMs: 100,
      ...clock,
      resolve: (_host, _options, callback) =>
        answers.push(() => callback(null, [{ address: '10.0.0.1', family: 4 }])),
    });
    const first = ask(cache, 'a');
    clock.advance(60);
    const second = ask(cache, 'a');
    clock.advance(40);
    await expect(first).rejects.toMatchObject({ code: 'DNS_TIMEOUT' });
    // The second look-up has joined the query of the first one, and still waits for its answer.
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await expect(second).resolves.toBe('10.0.0.1');
    clock.advance(1000);
    await expect(ask(cache, 'a')).resolves.toBe('10.0.0.1');
  });

  it('asks anew for the next one where a question has had its time', async () => {
    const clock = handClock();
    let asked = 0;
    const cache = createDnsCache({
      timeoutMs: 100,
      ...clock,
      resolve: () => {
        asked += 1;
      },
    });
    const waiting = [ask(cache, 'a')];
    clock.advance(99);
    waiting.push(ask(cache, 'a'));
    expect(asked).toBe(1);
    clock.advance(1);
    waiting.push(ask(cache, 'a'));
    expect(asked).toBe(2);
    clock.advance(100);
    for (const { status } of await Promise.allSettled(waiting)) expect(status).toBe('rejected');
  });
});
