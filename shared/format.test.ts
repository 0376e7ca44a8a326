import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClockDuration,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatQuantity,
  formatRate,
} from './format.ts';

describe('counts', () => {
  it('groups thousands and chooses singular or plural', () => {
    expect(formatCount(1234567)).toBe('1,234,567');
    expect(formatQuantity(1, 'row')).toBe('1 row');
    expect(formatQuantity(0, 'row')).toBe('0 rows');
    expect(formatQuantity(1200, 'retry', 'retries')).toBe('1,200 retries');
  });
});

describe('formatPercent', () => {
  it('does not say 100% before everything is done', () => {
    expect(formatPercent(999_999, 1_000_000)).toBe('99%');
    expect(formatPercent(1_000_000, 1_000_000)).toBe('100%');
  });
  it('shows that something is done at the beginning of a long list', () => {
    expect(formatPercent(1, 1_000_000)).toBe('<0.1%');
    expect(formatPercent(15_000, 1_000_000)).toBe('1.5%');
    expect(formatPercent(0, 1_000_000)).toBe('0%');
  });
  it('copes with an empty whole', () => {
    expect(formatPercent(0, 0)).toBe('0%');
  });
});

describe('formatRate', () => {
  it('keeps a decimal only where it matters', () => {
    expect([0, 0.04, 0.44, 8.52, 340.4].map(formatRate)).toEqual([
      '0',
      '<0.1',
      '0.4',
      '8.5',
      '340',
    ]);
  });
});

describe('durations', () => {
  it('names the two largest units', () => {
    expect(formatDuration(0)).toBe('0 s');
    expect(formatDuration(850)).toBe('850 ms');
    expect(formatDuration(4200)).toBe('4.2 s');
    expect(formatDuration(9960)).toBe('10 s');
    expect(formatDuration(80_000)).toBe('1 m 20 s');
    expect(formatDuration(3 * 3_600_000 + 5 * 60_000)).toBe('3 h 5 m');
    expect(formatDuration(52 * 3_600_000)).toBe('2 d 4 h');
  });
  it('leaves out a second unit that is zero', () => {
    expect(formatDuration(60_000)).toBe('1 m');
    expect(formatDuration(7_200_000)).toBe('2 h');
  });
  it('never shows 60 of a unit', () => {
    expect(formatDuration(59_700)).toBe('1 m');
    expect(formatDuration(3_599_800)).toBe('1 h');
  });
  it('ticks in whole seconds', () => {
    expect(formatClockDuration(400)).toBe('0 s');
    expect(formatClockDuration(4200)).toBe('4 s');
  });
});

describe('formatBytes', () => {
  it('never shows a thousand of a unit', () => {
    expect([0, 999, 1000, 1234, 45_600_000, 999_600, 9_960_000, 7.2e9].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1 KB',
      '1.2 KB',
      '46 MB',
      '1 MB',
      '10 MB',
      '7.2 GB',
    ]);
  });
});

describe('formatDateTime', () => {
  it('adds the year only where it is another one', () => {
    const at = new Date(2025, 10, 22, 14, 5).getTime();
    expect(formatDateTime(at, new Date(2025, 11, 1).getTime())).toMatch(/^Nov 22, 14:05$/);
    expect(formatDateTime(at, new Date(2026, 0, 1).getTime())).toContain('2025');
  });
});
