import { describe, expect, it } from 'vitest';
import { concurrencySteps, nearestStep } from './concurrency-scale.ts';

describe('nearestStep', () => {
  it('finds every stop itself', () => {
    expect(concurrencySteps.map(nearestStep)).toEqual(concurrencySteps.map((_, index) => index));
  });
  it('finds the nearest stop for what lies between and beyond', () => {
    expect(concurrencySteps[nearestStep(50)]).toBe(48);
    expect(concurrencySteps[nearestStep(900)]).toBe(1000);
    expect(concurrencySteps[nearestStep(0)]).toBe(1);
  });
});
