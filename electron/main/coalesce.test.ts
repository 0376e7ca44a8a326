import { describe, expect, it } from 'vitest';
import { coalesced, takingTurns, throttled } from './coalesce.ts';

/** Work whose rounds end when the test ends them. */
function gated() {
  const ends: (() => void)[] = [];
  const work = (): Promise<void> => new Promise((resolve) => ends.push(resolve));
  return { work, ends };
}

describe('coalesced', () => {
  it('serves everything that is asked for during a round with one more round', async () => {
    const { work, ends } = gated();
    const request = coalesced(work);
    const first = request();
    const later = [request(), request(), request()];
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await first;
    await Promise.resolve();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await Promise.all(later);
    expect(ends).toHaveLength(2);
  });

  it('never runs two rounds at once, and goes on after a round that failed', async () => {
    let running = 0;
    let most = 0;
    let rounds = 0;
    const request = coalesced(async () => {
      running += 1;
      rounds += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (rounds === 1) throw new Error('full');
    });
    const settled = await Promise.allSettled([request(), request()]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await request();
    expect(most).toBe(1);
    expect(rounds).toBe(3);
  });
});

describe('throttled', () => {
  it('emits once for many calls, and again for later ones', () => {
    const waiting: (() => void)[] = [];
    let emitted = 0;
    const news = throttled(
      () => {
        emitted += 1;
      },
      300,
      (_delayMs, callback) => waiting.push(callback),
    );
    news();
    news();
    expect(emitted).toBe(0);
    waiting.shift()?.();
    expect(emitted).toBe(1);
    expect(waiting).toHaveLength(0);
    news();
    waiting.shift()?.();
    expect(emitted).toBe(2);
  });
});

describe('takingTurns', () => {
  it('keeps the order of one key, whatever fails, and lets other keys pass', async () => {
    const inTurn = takingTurns();
    const order: string[] = [];
    const { work, ends } = gated();
    const slow = inTurn('a', async () => {
      await work();
      order.push('a1');
      throw new Error('no');
    });
    const next = inTurn('a', async () => {
      order.push('a2');
      return 'value';
    });
    await inTurn('b', async () => {
      order.push('b');
    });
    ends[0]?.();
    await expect(slow).rejects.toThrow('no');
    expect(await next).toBe('value');
    expect(order).toEqual(['b', 'a1', 'a2']);
  });
});
