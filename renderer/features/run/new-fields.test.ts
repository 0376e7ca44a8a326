import { describe, expect, it } from 'vitest';
import type { Field } from '#shared/job/job.ts';
import { areNew } from './new-fields.ts';

const price: Field = { name: 'price', css: '.price', type: 'price' };
const run = { each: null, fields: [price], hasPages: true };

describe('the fields of the job beside those of a run', () => {
  it('are the same in whatever order their keys stand, and with a blank each', () => {
    const turned: Field = { type: 'price', css: '.price', name: 'price' };
    expect(areNew({ each: '', fields: [turned] }, run)).toBe(false);
    expect(areNew({ each: ' ', fields: [price] }, run)).toBe(false);
  });

  it('are new where any of them is another, or is gone, or has other rows', () => {
    const mended: Field = { ...price, css: '.amount' };
    expect(areNew({ each: '', fields: [mended] }, run)).toBe(true);
    expect(areNew({ each: '', fields: [price, { name: 'more' }] }, run)).toBe(true);
    expect(areNew({ each: 'li', fields: [price] }, run)).toBe(true);
  });

  it('are the same with parts that are still blank, which no run takes', () => {
    const blank: Field = {
      ...{ ...price, xpath: '', json: '', in: 'ld+json:', alternates: undefined },
      clean: [{ match: ' ' }, { from: '' }],
    };
    expect(areNew({ each: '', fields: [blank] }, run)).toBe(false);
    const joined = { ...price, separator: '' };
    expect(areNew({ each: '', fields: [joined] }, run)).toBe(true);
  });

  it('are nothing to read with where there are none', () => {
    expect(areNew({ each: '', fields: [] }, run)).toBe(false);
  });
});
