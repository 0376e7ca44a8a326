import { describe, expect, it } from 'vitest';
import { onlyMatch, stepKindOf, stepKinds, stepOf, stepsOrNone, stepText } from './clean-steps.ts';

describe('the steps of a field', () => {
  it('keep their text when their kind changes', () => {
    for (const kind of stepKinds) {
      const step = stepOf(kind, 'text');
      expect([stepKindOf(step), stepText(step)]).toEqual([kind, 'text']);
    }
    expect(stepOf('replace', 'a', 'b')).toEqual({ replace: 'a', with: 'b' });
  });

  it('fit into the row of the field where they are one match', () => {
    expect(onlyMatch({})).toBe('');
    expect(onlyMatch({ clean: [{ match: 'a' }] })).toBe('a');
    expect(onlyMatch({ clean: [{ from: 'a' }] })).toBe(null);
    expect(onlyMatch({ clean: [{ match: 'a' }, { to: 'b' }] })).toBe(null);
  });

  it('are left out of the job where there are none', () => {
    expect(stepsOrNone([])).toBe(undefined);
    expect(stepsOrNone([{ to: 'a' }])).toEqual([{ to: 'a' }]);
  });
});
