import { describe, expect, it } from 'vitest';
import { HostPace } from './host-pace.ts';

/** A host that answers after `latencyMs(atOnce)` gets as many requests in every round as are allowed. */
function live(pace: HostPace, rounds: number, latencyMs: (atOnce: number) => number, most = 16) {
  let nowMs = 0;
  const levels: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const atOnce = pace.allowed;
    const startedMs = nowMs;
    nowMs += latencyMs(atOnce);
    for (let answer = 0; answer < atOnce; answer += 1) {
      pace.answered(startedMs, nowMs, true, most);
    }
    nowMs += 1;
    levels.push(pace.allowed);
  }
  return levels;
}

describe('HostPace', () => {
  it('begins with two at once, and rises by one for every round of answers', () => {
    const pace = new HostPace();
    expect(pace.allowed).toBe(2);
    expect(live(pace, 5, () => 100)).toEqual([3, 4, 5, 6, 7]);
  });

  it('never goes above what the job allows', () => {
    expect(live(new HostPace(), 10, () => 100, 4).at(-1)).toBe(4);
  });

  it('does not rise on answers of a host that was not asked as much as it may', () => {
    const pace = new HostPace();
    for (let i = 0; i < 100; i += 1) pace.answered(i, i + 10, false, 16);
    expect(pace.allowed).toBe(2);
  });

  it('halves when it is strained, once for all that was under way together', () => {
    const pace = new HostPace();
    live(pace, 6, () => 100);
    expect(pace.allowed).toBe(8);
    for (let i = 0; i < 8; i += 1) pace.strained(1000, 2000 + i);
    expect(pace.allowed).toBe(4);
    pace.strained(2500, 3000);
    expect(pace.allowed).toBe(2);
    pace.strained(3500, 4000);
    pace.strained(4500, 5000);
    expect(pace.allowed).toBe(1);
  });

  it('finds the level of a host that slows down when it is asked for more', () => {
    const levels = live(new HostPace(), 150, (atOnce) => 100 * Math.max(1, atOnce / 4) ** 2);
    // With one or four requests it takes 100 ms, with sixteen 1.6 s.
    const settled = levels.slice(20);
    expect(Math.max(...settled)).toBeLessThan(10);
    expect(Math.min(...settled)).toBeGreaterThanOrEqual(2);
    expect(new Set(levels).size).toBeGreaterThan(3);
  });

  it('takes a host that was always slow as it is', () => {
    expect(live(new HostPace(), 10, () => 5000).at(-1)).toBe(12);
  });

  it('bears latency that jitters without rising', () => {
    let n = 0;
    const levels = live(new HostPace(), 60, () => [80, 100, 120, 95][n++ % 4] ?? 100);
    expect(levels.at(-1)).toBe(16);
  });
});
