import { describe, expect, it } from 'vitest';
import { recallPlace, rememberPlace } from './last-place.ts';

function memory(...kept: [string, string][]) {
  const map = new Map(kept);
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => {
      map.set(key, value);
    },
  };
}

describe('the last place of a window', () => {
  it('is none in a new window, and kept from then on', () => {
    const kept = memory();
    expect(recallPlace(kept)).toBeNull();
    rememberPlace(kept, { jobId: 'a', tab: 'run', screen: 'job' });
    rememberPlace(kept, { jobId: 'b', tab: 'fields', screen: 'lab' });
    expect(recallPlace(kept)).toEqual({ jobId: 'b', tab: 'fields', screen: 'lab' });
  });

  it('is forgotten when it cannot be read', () => {
    expect(recallPlace(memory(['trawl.place', '{']))).toBeNull();
    expect(recallPlace(memory(['trawl.place', '{"jobId":"a","tab":"gone"}']))).toBeNull();
  });
});
