import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noTally } from '#shared/values/column-form.ts';
import { ColumnWatch, columnHealth } from './column-watch.ts';
import { DistinctCount } from './distinct-count.ts';
import { FrequentKeys } from './frequent.ts';
import { hashOf } from './text-hash.ts';
import { shapeOf } from './value-shape.ts';

const watched = (values: readonly string[], name = 'price') => {
  const watch = new ColumnWatch();
  for (const value of values) watch.add(value);
  return columnHealth({ name }, watch.stored);
};
const prices = (count: number) =>
  Array.from({ length: count }, (_, i) => `£${(i * 37.5).toLocaleString('en')}`);

describe('a column', () => {
  it('says how much is filled and distinct, and which values are the commonest', () => {
    expect(watched(['a', 'b', 'a', '', 'c', 'a', 'b', ''])).toMatchObject({
      rows: 8,
      filled: 6,
      distinct: 3,
      isExact: true,
      duplicates: null,
      commonest: [
        { value: 'a', isCut: false, count: 3 },
        { value: 'b', isCut: false, count: 2 },
      ],
    });
  });

  it('adds up the texts of one value where it has a type, and names those that are none', () => {
    const watch = new ColumnWatch();
    for (const text of ['5,00 €', '€ 5', '5,00 €', '1.299,00 €', 'sold out']) watch.add(text);
    const tally = { ...noTally, read: 4, misfits: 1, shown: { ',': 3 } };
    const { commonest, odd, form, misfits } = columnHealth(
      { name: 'price', type: 'price' },
      watch.stored,
      tally,
    );
    expect(commonest).toEqual([{ value: '5', isCut: false, count: 3 }]);
    expect(odd).toEqual(['sold out']);
    expect(form).toEqual({ kind: 'values', form: ',', values: 3 });
    expect(misfits).toBe(1);
  });

  it('names the values of another shape where one shape prevails', () => {
    const health = watched([...prices(60), 'sold out', 'Call us!', 'sold out']);
    expect(health.misshapen).toBe(3);
    expect([...health.odd].sort()).toEqual(['Call us!', 'sold out']);
  });

  it('names none where values have many shapes, or are few', () => {
    const titles = Array.from({ length: 60 }, (_, i) => (i % 2 ? `Lamp ${i}` : `A "lamp", ${i}`));
    expect(watched(titles)).toMatchObject({ misshapen: 0, odd: [] });
    expect(watched([...prices(10), 'sold out'])).toMatchObject({ misshapen: 0, odd: [] });
  });

  it('keeps no more of a long value than it shows', () => {
    const long = 'x'.repeat(100_000);
    const [first] = watched([`${long}1`, `${long}2`]).commonest;
    expect(first).toEqual({ value: 'x'.repeat(100), isCut: true, count: 2 });
    expect(watched([`${long}1`, `${long}2`]).distinct).toBe(2);
  });

  it('goes on from what is stored as if it had never stopped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('', 'a', '5'), fc.string()), { maxLength: 400 }),
        fc.nat(400),
        (values, at) => {
          const whole = new ColumnWatch();
          for (const value of values) whole.add(value);
          const first = new ColumnWatch();
          for (const value of values.slice(0, at)) first.add(value);
          const second = new ColumnWatch(JSON.parse(JSON.stringify(first.stored)));
          for (const value of values.slice(at)) second.add(value);
          expect(second.stored).toEqual(whole.stored);
        },
      ),
    );
  });

  it('keeps its state small, whatever comes', () => {
    const watch = new ColumnWatch();
    for (let i = 0; i < 20_000; i++) watch.add(`${'é'.repeat(i % 300)}${i}`);
    expect(JSON.stringify(watch.stored).length).toBeLessThan(12_000);
  });
});

describe('the shape of a value', () => {
  it.each([
    ['£1,299.00', '£9'],
    ['1 299,50 €', '9 €'],
    ['In stock (22 available)', 'a (9 a)'],
    ["O'Neil-Smith", 'a'],
    ['Ω 東京', 'a'],
    ['2026-03-04', '9-9-9'],
    ['4,', '9,'],
    ['', ''],
  ])('of %j is %j', (value, shape) => expect(shapeOf(value)).toBe(shape));
});

describe('the number of different values', () => {
  it('is exact while it is small, and then right within a few percent', () => {
    for (const count of [0, 1, 100, 128, 129, 1000, 30_000, 300_000]) {
      const distinct = new DistinctCount();
      for (let i = 0; i < count; i++) distinct.add(hashOf(`value ${i}`));
      for (let i = 0; i < count; i += 3) distinct.add(hashOf(`value ${i}`));
      expect(distinct.isExact).toBe(count <= 128);
      expect(Math.abs(distinct.count - count)).toBeLessThanOrEqual(
        count <= 128 ? 0 : Math.ceil(count * 0.12),
      );
    }
  });
});

describe('the commonest keys', () => {
  it('miss none that is frequent, and never count too few', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 500 }), (numbers) => {
        const keys = new FrequentKeys<null>(8);
        const counts = new Map<string, number>();
        for (const number of numbers) {
          keys.add(String(number), () => null);
          counts.set(String(number), (counts.get(String(number)) ?? 0) + 1);
        }
        const kept = new Map(keys.stored.map((one) => [one.key, one]));
        for (const [key, count] of counts) {
          const found = kept.get(key);
          if (count > numbers.length / 8) expect(found).toBeDefined();
          if (found === undefined) continue;
          expect(found.count).toBeGreaterThanOrEqual(count);
          expect(found.count - found.over).toBeLessThanOrEqual(count);
        }
      }),
    );
  });
});
