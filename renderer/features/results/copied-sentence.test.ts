import { describe, expect, it } from 'vitest';
import { copiedSentence } from './copied-sentence.ts';

describe('what is said of a copy', () => {
  it('is that the selected lines are there, although the table goes on behind them', () => {
    expect(copiedSentence({ asked: 4, lines: 4, cut: true })).toBe('4 lines copied.');
  });

  it('is that some are missing where they did not fit', () => {
    expect(copiedSentence({ asked: 250_000, lines: 100_000, cut: true })).toBe(
      'The first 100,000 lines were copied. Export the run to get all of them.',
    );
  });

  it('is how many there were at the end of the table', () => {
    expect(copiedSentence({ asked: 10, lines: 1, cut: false })).toBe('1 line copied.');
  });
});
