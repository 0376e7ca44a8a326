import { describe, expect, it } from 'vitest';
import { createDnsCache } from './dns-cache.ts';

function ask(cache: ReturnType<typeof createDnsCache>, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    cache(host, { all: false }, (error, address) =>
      error ? reject(error) : resolve(String(address)),
    );
  });
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
});
