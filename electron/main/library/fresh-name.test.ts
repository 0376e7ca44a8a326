import { describe, expect, it } from 'vitest';
import { freshName } from './fresh-name.ts';

describe('the name of a new job', () => {
  it('is the wanted one where no job has it', () => {
    expect(freshName('Untitled job', ['Prices'])).toBe('Untitled job');
  });

  it('counts on where jobs have it, and fills a gap', () => {
    expect(freshName('Untitled job', ['Untitled job'])).toBe('Untitled job 2');
    expect(freshName('Untitled job', ['Untitled job 3', 'Untitled job'])).toBe('Untitled job 2');
    expect(freshName('Untitled job', ['Untitled job', 'Untitled job 2'])).toBe('Untitled job 3');
  });
});
