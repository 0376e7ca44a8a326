import { describe, expect, it } from 'vitest';
import { readRules } from './stored-rules.ts';

/** Two old forms: at first the fields were called columns, later each had a selector. */
const steps = [
  (rules: unknown) => {
    const { columns, ...rest } = rules as { readonly columns: unknown };
    return { ...rest, fields: columns };
  },
  (rules: unknown) => {
    const { fields, ...rest } = rules as { readonly fields: readonly { selector?: string }[] };
    return {
      ...rest,
      fields: fields.map(({ selector, ...field }) => ({ ...field, css: selector })),
    };
  },
];
const today = { name: 'A', fields: [{ name: 'title', css: 'h1' }] };

describe('the rules of a run', () => {
  it.each([
    [1, { name: 'A', columns: [{ name: 'title', selector: 'h1' }] }],
    [2, { name: 'A', fields: [{ name: 'title', selector: 'h1' }] }],
    [3, today],
  ])('are read from form %i', (form, rules) => {
    expect(readRules(rules, form, steps)).toEqual(today);
  });

  it('are refused where a newer Trawl wrote them', () => {
    expect(() => readRules(today, 4, steps)).toThrow('A newer version of Trawl made this run.');
  });

  it('are refused where they are none', () => {
    expect(() => readRules({ name: 'A' }, 3, steps)).toThrow();
  });
});
