import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttled } from './throttle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('throttled', () => {
  it('acts at once, then with the newest value after a while, and no more', () => {
    const seen: number[] = [];
    const act = throttled<number>(200, (value) => seen.push(value));
    for (const value of [1, 2, 3]) act(value);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(200);
    expect(seen).toEqual([1, 3]);
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 3]);
    act(4);
    expect(seen).toEqual([1, 3, 4]);
  });
});
