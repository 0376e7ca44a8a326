import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { backoffMs, hostWait } from './retry-policy.ts';

describe('backoffMs', () => {
  it('doubles its ceiling with every try, up to 30 seconds', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 60].map((attempt) => backoffMs(attempt, () => 1));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over the whole range below it', () => {
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.5)).toBe(1000);
  });
});

describe('hostWait', () => {
  it('takes Retry-After of 429 and 503 for the whole host, at most five minutes', () => {
    const asked = (ms: number) => failure('HTTP_503', '503', { retryAfterMs: ms });
    expect(hostWait(asked(2000), 100)).toEqual({ kind: 'retry-after', ms: 2000 });
    expect(hostWait(asked(86_400_000), 100)).toEqual({ kind: 'retry-after', ms: 300_000 });
  });

  it('slows a host down that answers 429 without saying for how long', () => {
    expect(hostWait(failure('HTTP_429'), 420)).toEqual({ kind: 'backoff', ms: 420 });
  });

  it('leaves the host alone otherwise', () => {
    expect(hostWait(failure('HTTP_503'), 420)).toBeNull();
    expect(hostWait(failure('CONNECTION_RESET'), 420)).toBeNull();
  });
});
