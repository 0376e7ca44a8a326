import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warningAdvice, warningSentence } from '#shared/run-warning-words.ts';
import type { FetchTrace } from '../../ports/fetcher.ts';
import { noTotals, type UrlOutcome } from '../run/counters.ts';
import type { WatchedField } from './column-watch.ts';
import { runWarnings } from './health-warnings.ts';
import { RunHealth } from './run-health.ts';

let id = 0;
const page = (
  rows: readonly (readonly string[])[],
  more: Partial<UrlOutcome> & { readonly host?: number } = {},
): UrlOutcome => ({
  requestId: ++id,
  hostId: more.host ?? 1,
  url: `https://h${more.host ?? 1}.example/p/${id}`,
  attempts: 1,
  state: 'done',
  failure: null,
  trace: null,
  encoding: 'utf-8',
  startedAtMs: 0,
  finishedAtMs: 1,
  extractMs: 0,
  inBrowser: false,
  ...more,
  rows,
});
const ledTo = (finalUrl: string): Partial<UrlOutcome> => ({
  trace: { finalUrl, redirects: [{}] } as unknown as FetchTrace,
});
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));

function healthOf(fields: readonly (string | WatchedField)[]) {
  const watched = fields.map((one) => (typeof one === 'string' ? { name: one } : one));
  const health = new RunHealth(watched, null, () => []);
  /** The number of pages after which it asks for a pause, and why; null: it never does. */
  const take = (pages: readonly UrlOutcome[]) => {
    for (const [at, one] of pages.entries()) {
      health.arrived(one);
      health.committing([one]);
      const why = health.doubt(one);
      if (why !== null) return { after: at + 1, why };
    }
    return null;
  };
  const warnings = () => runWarnings(watched, health.stored, noTotals, []);
  return { health, take, warnings, sentences: () => warnings().map(warningSentence) };
}

describe('the safeguard over results', () => {
  it('pauses fifty pages after a field is lost, and names the field and the host', () => {
    const { take, warnings } = healthOf(['title', 'price']);
    expect(take(times(120, () => page([['Lamp', '£5']])))).toBeNull();
    expect(take(times(120, () => page([['Lamp', '']])))).toEqual({
      after: 50,
      why:
        '"price" is empty in the last 50 pages of h1.example, and was filled in most before. ' +
        'The run was paused so that the rest is not lost the same way: look at the fields, or go on. Mended fields hold from the next run on, and for kept pages that are read again.',
    });
    expect(warnings()).toEqual([
      {
        kind: 'stopped',
        field: 'price',
        host: 'h1.example',
        filled: 120,
        before: 120,
        empty: 50,
        late: 0,
      },
    ]);
  });

  it('sees the gap through pages of before the change that come late', () => {
    const { take, sentences } = healthOf(['title', 'price']);
    const gone = (count: number) => times(count, () => page([['Lamp', '']]));
    take([...times(120, () => page([['Lamp', '£5']])), ...gone(14), page([['Lamp', '£5']])]);
    expect(take(gone(99))).toEqual({
      after: 36,
      why: expect.stringMatching(
        /^"price" is empty in 50 of the last 51 pages of h1\.example, and was filled in most before\./,
      ),
    });
    expect(sentences()).toContain(
      '"price" was filled in 120 of 120 pages of h1.example, and then empty in 50 of 51.',
    );
  });

  it('sees a change after sixty pages although the pages around it finish out of order', () => {
    const { take } = healthOf(['title', 'price']);
    const full = () => page([['Lamp', '£5']]);
    const gone = () => page([['Lamp', '']]);
    take([...times(52, full), ...times(8, () => [gone(), full(), gone()]).flat()]);
    expect(take(times(99, gone))?.after).toBe(49);
  });

  it('takes the gap for over when a page in ten has a value again', () => {
    const { take, warnings } = healthOf(['title', 'price']);
    take(times(120, () => page([['Lamp', '£5']])));
    const rare = times(400, (at) => page([['Lamp', at % 9 === 8 ? '£5' : '']]));
    expect(take(rare)).toBeNull();
    expect(warnings()).toEqual([]);
  });

  it('asks once for each field', () => {
    const { take } = healthOf(['title', 'price']);
    take(times(60, () => page([['Lamp', '£5']])));
    expect(take(times(60, () => page([['Lamp', '']])))?.after).toBe(50);
    expect(take(times(300, () => page([['Lamp', '']])))).toBeNull();
    expect(take(times(300, () => page([['', '']])))?.why).toContain('No field found a value');
  });

  it('looks at rows where pages give many', () => {
    const { take } = healthOf(['title', 'price']);
    take(times(20, () => page(times(20, () => ['Lamp', '£5']))));
    const lost = take(times(20, () => page(times(20, () => ['Lamp', '']))));
    expect((lost?.after ?? 99) * 20).toBeLessThan(200);
  });

  it('pauses where a required field is never there, and where nothing is', () => {
    const required = healthOf(['title', { name: 'price', required: true }]);
    expect(required.take(times(99, () => page([['Lamp', '']])))).toMatchObject({
      after: 50,
      why: expect.stringContaining('The required field "price" is empty in the last 50 pages.'),
    });
    const title = { name: 'title', required: true };
    expect(healthOf([title]).take(times(99, () => page([['']])))?.after).toBe(50);
    expect(healthOf([title]).take(times(99, () => page([])))?.after).toBe(50);
  });

  it('waits longer at the start where no field is required: values may be rare', () => {
    expect(healthOf(['title']).take(times(149, () => page([['']])))).toBeNull();
    expect(healthOf(['title']).take(times(150, () => page([['']])))?.after).toBe(150);
  });

  it('asks once about pages that are wrong, and not again about the fields that they lack', () => {
    const { take } = healthOf([{ name: 'title', required: true }, 'price']);
    take(times(60, () => page([['Lamp', '£5']])));
    const wrong = () => page([['', '']], ledTo('https://h1.example/login'));
    expect(take(times(60, wrong))?.why).toContain('led to a log-in');
    expect(take(times(200, wrong))).toBeNull();
  });

  it('asks once about pages without any value, and not again about each field', () => {
    const { take } = healthOf([{ name: 'title', required: true }, 'price']);
    take(times(60, () => page([['Lamp', '£5']])));
    expect(take(times(60, () => page([['', '']])))?.why).toContain('No field found a value');
    expect(take(times(200, () => page([['', '']])))).toBeNull();
  });

  it('pauses where pages lead to a log-in, to the home page or to one page, or need their scripts', () => {
    for (const more of [
      ledTo('https://h1.example/login?next=1'),
      ledTo('https://www.h1.example/en/'),
      { needsScript: true },
    ]) {
      const { take } = healthOf(['title']);
      expect(take(times(99, () => page([['Log in']], more)))?.after).toBe(50);
    }
    const { take } = healthOf(['title']);
    const gone = ledTo('https://h1.example/sold-out');
    expect(take(times(99, () => page([['Sorry']], gone)))?.after).toBe(54);
  });

  it('never pauses for fields that are mostly empty in truth, however they are spread', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.6, noNaN: true }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        fc.integer(),
        (shares, hosts, inOrder, seed) => {
          let state = seed | 1;
          const random = (): number => {
            state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
            return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
          };
          // A title that is always there, and sparse columns; at some hosts a column is always filled.
          const always = times(hosts, () => shares.map(() => random() < 0.5));
          const { take } = healthOf(['title', ...shares.map((_, at) => `sparse ${at}`)]);
          const pages = times(600, (at) => {
            const host = inOrder ? Math.floor((at * hosts) / 600) : at % hosts;
            const values = shares.map((share, column) =>
              inOrder && always[host]?.[column] ? 'x' : random() < share ? 'x' : '',
            );
            return page([['Lamp', ...values]], { host: host + 1 });
          });
          expect(take(pages)).toBeNull();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('takes no notice of pages that failed', () => {
    const { take, health } = healthOf([{ name: 'price', required: true }]);
    expect(take(times(99, () => page([['']], { state: 'failed' })))).toBeNull();
    expect(health.stored.columns[0]).toMatchObject({ rows: 0 });
  });
});

describe('the warnings of a run', () => {
  it('name fields that are empty though they are required, usually filled or never', () => {
    const { take, sentences } = healthOf([
      { name: 'title', required: true },
      'price',
      'note',
      'brand',
      'rating',
    ]);
    take(
      times(120, (at) =>
        page([[at < 3 ? '' : 'Lamp', at === 9 ? '' : '£5', '', 'x', at % 3 ? '' : '5']]),
      ),
    );
    expect(sentences()).toEqual([
      '"title" is empty in 3 of 120 rows, although it is required.',
      '"price" is empty in 1 of 120 rows, although it is usually filled.',
      '"note" is empty in 120 of 120 rows.',
    ]);
  });

  it('count where redirects led, and say it of pages that only moved for none', () => {
    const { take, sentences } = healthOf([]);
    take([
      ...times(3, () => page([], ledTo('https://h1.example/account/login'))),
      page([], ledTo('https://h1.example/')),
      ...times(9, () => page([], ledTo('https://h1.example/gone'))),
      ...times(40, (at) => page([], ledTo(`https://www.h1.example/new/${at}`))),
      page([], { needsScript: true, url: 'https://h1.example/app' }),
      page([], { needsScript: true, inBrowser: true }),
    ]);
    expect(sentences().map((one) => one.replace(/\/p\/\d+/, '/p/N'))).toEqual([
      '3 pages led to a log-in, such as https://h1.example/p/N.',
      '1 page led to the home page, such as https://h1.example/p/N.',
      '9 pages led to one and the same page: https://h1.example/gone.',
      '1 page looks empty without JavaScript, such as https://h1.example/app.',
    ]);
  });

  it('name alternates that helped, and values of a unique field that came before', () => {
    const { take, sentences } = healthOf([
      { name: 'id', unique: true },
      { name: 'title', alternates: ['h2', '.old-title'] },
    ]);
    const helped = [{ field: 1, alternate: 1, rows: 1 }];
    take(['a', 'b', 'a', 'a', 'c'].map((one) => page([[one, 'Lamp']], { helped })));
    expect(sentences()).toEqual([
      '"id" should be unique, but 2 of 5 rows repeat an earlier value.',
      '"title" was found only by its other selector .old-title in 5 rows.',
    ]);
  });

  it('name next pages that end at a page of another shape', () => {
    const chains = { found: 40, ends: { 'no-link': 5, empty: 2, unusable: 1, limit: 3 } };
    const warnings = runWarnings([], null, noTotals, [], chains);
    expect(warnings).toEqual([{ kind: 'cut-chains', urls: 3 }]);
    expect(warnings.map(warningSentence)).toEqual([
      'The next pages of 3 URLs end at a page with neither rows nor a link to a next page, or with a link that is no address: there may be more.',
    ]);
  });

  it('name fields whose values can be read in two ways', () => {
    const price = { name: 'price', type: 'price' } as const;
    const { health } = healthOf([price]);
    const unread = [{ misfits: 0, undecided: 9812 }];
    const warnings = runWarnings([price], health.warned, noTotals, unread);
    expect(warnings.map((one) => [warningSentence(one), warningAdvice(one)])).toEqual([
      [
        '"price": 9,812 values can be read in two ways and stayed text.',
        'Set the decimal sign of the field.',
      ],
    ]);
  });

  it('are the same after the state was stored and read again', () => {
    const first = healthOf(['title', 'price']);
    first.take(times(60, () => page([['Lamp', '£5']])));
    first.take(times(30, () => page([['Lamp', '']])));
    const stored = first.health.stored;
    const second = new RunHealth([{ name: 'title' }, { name: 'price' }], stored, () => []);
    expect(second.stored).toEqual(stored);
    const lost = times(20, () => page([['Lamp', '']])).map((one) => {
      second.arrived(one);
      return second.doubt(one);
    });
    expect(lost.findIndex((why) => why !== null)).toBe(19);
  });
});
