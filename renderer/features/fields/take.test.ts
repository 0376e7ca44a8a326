import { describe, expect, it } from 'vitest';
import { fieldSchema } from '#shared/job/job.ts';
import { attributeOf, isAttributeName, takeKindOf, takeKinds, takeOf } from './take.ts';

describe('what a field takes', () => {
  it('is understood by the job, for every kind', () => {
    for (const kind of takeKinds) {
      const take = takeOf(kind);
      expect(fieldSchema.safeParse({ name: 'a', ...(take && { take }) }).success).toBe(true);
      expect(takeKindOf(take)).toBe(kind);
    }
  });

  it('knows the attribute', () => {
    expect(attributeOf('attr:data-id')).toBe('data-id');
    expect(attributeOf('html')).toBe('');
    expect(takeOf('attr', 'src')).toBe('attr:src');
  });

  it('agrees with the job on what an attribute may be called', () => {
    for (const name of ['href', 'data-x:y', '', ' ', 'a b', 'a=b', 'a"']) {
      const valid = fieldSchema.safeParse({ name: 'a', take: `attr:${name}` }).success;
      expect(isAttributeName(name)).toBe(valid);
    }
  });
});
