import { describe, expect, it } from 'vitest';
import { neighbourOf } from './job-keys.ts';

const list = ['a', 'b', 'c'].map((id) => ({ id }));

describe('neighbourOf', () => {
  it('goes up and down, to the ends, and no further', () => {
    expect(neighbourOf(list, 'b', 'ArrowDown')).toBe('c');
    expect(neighbourOf(list, 'b', 'ArrowUp')).toBe('a');
    expect(neighbourOf(list, 'a', 'ArrowUp')).toBeNull();
    expect(neighbourOf(list, 'c', 'ArrowDown')).toBeNull();
    expect(neighbourOf(list, 'b', 'End')).toBe('c');
    expect(neighbourOf(list, 'c', 'End')).toBeNull();
    expect(neighbourOf(list, 'b', 'x')).toBeNull();
  });
});
