import { describe, expect, it } from 'vitest';
import { defaultOptions } from '#shared/job/defaults.ts';
import { optionsSchema } from '#shared/job/job.ts';
import { limitsOf, numberRules, parseShown, toShown, withOption } from './option-units.ts';

describe('numbers in the unit that is shown', () => {
  it('shows seconds and megabytes, and takes them back', () => {
    expect(toShown(numberRules.timeoutMs, 30_000)).toBe(30);
    expect(toShown(numberRules.maxBytes, defaultOptions.maxBytes)).toBe(10);
    expect(parseShown(numberRules.timeoutMs, 12.5)).toEqual({ kind: 'value', value: 12_500 });
    expect(parseShown(numberRules.maxBytes, '2')).toEqual({ kind: 'value', value: 2_097_152 });
  });

  it('reads blank as the default', () => {
    expect(parseShown(numberRules.retries, '')).toEqual({ kind: 'default' });
  });

  it('says what may be typed, in the unit that is shown', () => {
    expect(parseShown(numberRules.concurrency, 0)).toEqual({
      kind: 'problem',
      message: 'Type a number from 1 to 1,000.',
    });
    expect(parseShown(numberRules.timeoutMs, 0.01)).toEqual({
      kind: 'problem',
      message: 'Type a number from 0.1 to 3,600.',
    });
    expect(parseShown(numberRules.delayMs, '-')).toEqual({
      kind: 'problem',
      message: 'Type a number.',
    });
  });

  it('has limits that the job accepts, for every option', () => {
    for (const rule of Object.values(numberRules)) {
      const { min, max } = limitsOf(rule);
      expect(parseShown(rule, max).kind).toBe('value');
      expect(max).toBeGreaterThan(min);
    }
  });
});

describe('withOption', () => {
  it('removes an option that goes back to its default', () => {
    const options = withOption({ retries: 3 }, 'concurrency', 4);
    expect(options).toEqual({ retries: 3, concurrency: 4 });
    expect(withOption(options, 'retries', undefined)).toEqual({ concurrency: 4 });
    expect(optionsSchema.safeParse(options).success).toBe(true);
  });
});
