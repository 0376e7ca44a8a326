import { describe, expect, it } from 'vitest';
import { type LineCounts, pulseOf } from './pulse.ts';

const at = (rows: number, failed: number, state: LineCounts['state'] = 'running'): LineCounts => ({
  rows,
  state,
  counts: { done: rows, failed, skipped: 0 },
});

describe('pulseOf', () => {
  it('is silent while nothing is finished', () => {
    expect(pulseOf(at(5, 1), at(5, 1))).toBe('none');
    expect(pulseOf(at(5, 1), at(5, 1, 'paused'))).toBe('none');
  });
  it('tells of more lines', () => {
    expect(pulseOf(null, at(0, 0))).toBe('more');
    expect(pulseOf(at(5, 1), at(6, 1))).toBe('more');
    expect(pulseOf(at(5, 1), at(5, 2))).toBe('more');
  });
  it('tells when lines that were there are gone, or the run has come to its end', () => {
    expect(pulseOf(at(5, 4), at(9, 0))).toBe('changed');
    expect(pulseOf(at(5, 1), at(5, 1, 'finished'))).toBe('changed');
    expect(pulseOf(at(5, 1, 'finished'), at(5, 1, 'finished'))).toBe('none');
  });
});
