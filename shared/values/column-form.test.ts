import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideForm, noTally, TallyDraft } from './column-form.ts';
import { readCell, settleCell } from './type-cell.ts';
import type { Cell, Form, ValueType } from './value-type.ts';

/** A value and the language of its page. */
type Arrival = readonly [text: string, language?: string];

function decide(type: ValueType, arrivals: readonly Arrival[], set: Form | null = null) {
  const draft = new TallyDraft(type, noTally);
  for (const [text, language = null] of arrivals)
    draft.add(readCell(type, text, language).reading, language);
  return decideForm(type, draft.tally, set);
}

function column(type: ValueType, arrivals: readonly Arrival[], set: Form | null = null): Cell[] {
  const decision = decide(type, arrivals, set);
  return arrivals.map(
    ([text, language = null]) => settleCell(readCell(type, text, language), decision).cell,
  );
}

describe('the form of a column', () => {
  it('is that of the values that allow no other', () => {
    const values: Arrival[] = [['1.299'], ['1.299,00'], ['12'], ['4,5']];
    expect(decide('number', values)).toEqual({ kind: 'values', form: ',', values: 2 });
    expect(column('number', values)).toEqual([1299, 1299, 12, 4.5]);
    expect(column('number', [['1.299'], ['12.5']])).toEqual([1.299, 12.5]);
    expect(column('date', [['03/04/2026'], ['25/12/2026']])).toEqual(['2026-04-03', '2026-12-25']);
    expect(column('date', [['03/04/2026'], ['12/25/2026']])).toEqual(['2026-03-04', '2026-12-25']);
  });

  it('stays undecided without evidence', () => {
    expect(decide('number', [['1.299'], ['12']])).toEqual({ kind: 'undecided' });
    expect(column('number', [['1.299'], ['12']])).toEqual(['1.299', 12]);
    expect(column('date', [['03/04/2026'], ['2026-04-03']])).toEqual(['03/04/2026', '2026-04-03']);
  });

  it('is left open where values contradict one another', () => {
    const values: Arrival[] = [['1.299'], ['1.299,00'], ['12.5'], ['9.75']];
    expect(decide('number', values)).toEqual({
      kind: 'contradiction',
      shown: [
        { form: '.', values: 2 },
        { form: ',', values: 1 },
      ],
    });
    expect(column('number', values)).toEqual(['1.299', 1299, 12.5, 9.75]);
  });

  it('is that of the language of the pages where values say nothing', () => {
    expect(column('number', [['1.299', 'de']])).toEqual([1299]);
    expect(column('number', [['1.299', 'en']])).toEqual([1.299]);
    expect(column('number', [['1.299', 'de'], ['12.5']])).toEqual([1.299, 12.5]);
    expect(column('date', [['03/04/2026', 'en-US']])).toEqual(['2026-03-04']);
    expect(column('date', [['03/04/2026', 'fr']])).toEqual(['2026-04-03']);
  });

  it('is left open where few values speak against the language and the whole amounts of many', () => {
    const many = Array.from({ length: 100 }, (): Arrival => ['1.299 €', 'de']);
    const mixed: Arrival[] = [...many, ['4.99 €', 'de']];
    expect(decide('price', mixed)).toEqual({ kind: 'undecided' });
    expect(decide('price', mixed.toReversed())).toEqual({ kind: 'undecided' });
    // A page of German prices that says it is English.
    const wrong = many.map(([text]): Arrival => [text, 'en']);
    expect(decide('price', [...wrong, ['4,99 €', 'en']])).toMatchObject({ form: ',' });
  });

  it('is not guessed from languages that differ, or whose countries do', () => {
    expect(
      decide('number', [
        ['1.299', 'de'],
        ['1,299', 'en'],
      ]).kind,
    ).toBe('undecided');
    expect(decide('number', [['1.299', 'es']]).kind).toBe('undecided');
    expect(decide('number', [['1.299', 'es-MX']])).toMatchObject({ form: '.' });
    expect(decide('date', [['03/04/2026', 'en']]).kind).toBe('undecided');
    expect(decide('number', [['1.299', 'xx-nonsense-!']]).kind).toBe('undecided');
  });

  it('is not believed of a language that would give a price three decimals', () => {
    expect(column('price', [['1.299 €', 'de']])).toEqual([1299]);
    expect(column('price', [['1.299 €', 'en']])).toEqual(['1.299 €']);
    expect(column('price', [['1,299 $', 'en'], ['1.299 €']])).toEqual(['1,299 $', '1.299 €']);
    expect(column('price', [['1,899 €', 'de'], ['1,90 €']])).toEqual([1.899, 1.9]);
  });

  it('is what a person has set, and what does not fit it stays text', () => {
    expect(column('number', [['1.299'], ['12,50'], ['7']], ',')).toEqual([1299, 12.5, 7]);
    expect(column('number', [['1.299'], ['12,50'], ['7']], '.')).toEqual([1.299, '12,50', 7]);
    expect(column('date', [['26/04/03'], ['03/04/2026']], 'ymd')).toEqual([
      '2026-04-03',
      '03/04/2026',
    ]);
  });

  it('combines what dates exclude', () => {
    expect(column('date', [['13/04/26'], ['03/04/2026']])).toEqual(['2026-04-13', '2026-04-03']);
  });
});

const texts: Readonly<Record<'number' | 'price' | 'date', readonly string[]>> = {
  number: ['1.299', '2,500', '1.299,00', '1,299.00', '12.5', '4,5', '12', '1 299', 'n/a', '0.299'],
  price: ['1.299 €', '€2,500', '12,90 €', '$12.90', '5 €', 'free', '1 €–2 €', '19,-'],
  date: [
    '03/04/2026',
    '25/12/2026',
    '12/25/2026',
    '2026-04-03',
    '13/04/26',
    '03.04.26',
    'now',
    '05/05/2026',
  ],
};
const arrivals = fc
  .constantFrom('number' as const, 'price' as const, 'date' as const)
  .chain((type) =>
    fc.tuple(
      fc.constant(type),
      fc.array(
        fc.tuple(
          fc.constantFrom(...texts[type]),
          fc.constantFrom(undefined, 'de', 'en', 'en-US', 'fr', 'es', 'th'),
        ),
        { maxLength: 12 },
      ),
    ),
  );

describe('the order in which pages arrive', () => {
  it('changes nothing', () => {
    fc.assert(
      fc.property(
        arrivals.chain(([type, values]) =>
          fc.tuple(
            fc.constant(type),
            fc.constant(values),
            fc.shuffledSubarray(values, { minLength: values.length }),
          ),
        ),
        ([type, values, shuffled]) => {
          const given = values.map(
            ([text, language]): Arrival => (language === undefined ? [text] : [text, language]),
          );
          const other = shuffled.map(
            ([text, language]): Arrival => (language === undefined ? [text] : [text, language]),
          );
          expect(decide(type, other)).toEqual(decide(type, given));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('nor do interruptions, after which the sums are read from a file', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(12), ([type, values], cut) => {
        const add = (draft: TallyDraft, part: typeof values) => {
          for (const [text, language = null] of part)
            draft.add(readCell(type, text, language).reading, language);
          return draft.tally;
        };
        const first = add(new TallyDraft(type, noTally), values.slice(0, cut));
        const stored: typeof first = JSON.parse(JSON.stringify(first));
        const resumed = add(new TallyDraft(type, stored), values.slice(cut));
        expect(resumed).toEqual(add(new TallyDraft(type, noTally), values));
      }),
      { numRuns: 300 },
    );
  });
});
