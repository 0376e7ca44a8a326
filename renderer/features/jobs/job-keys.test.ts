import { describe, expect, it } from 'vitest';
import { neighbourOf } from './job-keys.ts';

const ids = ['a', 'b', 'c'];

describe('neighbourOf', () => {
  it('goes up and down, to the ends, and no further', () => {
    expect(neighbourOf(ids, 'b', 'ArrowDown')).toBe('c');
    expect(neighbourOf(ids, 'b', 'ArrowUp')).toBe('a');
    expect(neighbourOf(ids, 'a', 'ArrowUp')).toBeNull();
    expect(neighbourOf(ids, 'c', 'ArrowDown')).toBeNull();
    expect(neighbourOf(ids, 'b', 'End')).toBe('c');
    expect(neighbourOf(ids, 'c', 'End')).toBeNull();
    expect(neighbourOf(ids, 'b', 'x')).toBeNull();
  });
});
