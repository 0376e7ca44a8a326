import { describe, expect, it } from 'vitest';
import { readDate } from './read-date.ts';

const value = (text: string) => {
  const reading = readDate(text);
  return reading.kind === 'value' ? reading.value : reading.kind;
};

describe('a date', () => {
  it.each([
    ['2026-04-03', '2026-04-03'],
    ['2026/4/3', '2026-04-03'],
    ['25/12/2026', '2026-12-25'],
    ['12/25/2026', '2026-12-25'],
    ['03/03/2026', '2026-03-03'],
    ['3. April 2026', '2026-04-03'],
    ['April 3rd, 2026', '2026-04-03'],
    ['3 de abril de 2026', '2026-04-03'],
    ['1er février 2026', '2026-02-01'],
    ['ven. 3 avr. 2026', '2026-04-03'],
    ['mar 3 mar 2026', '2026-03-03'],
    ['3 апреля 2026 г.', '2026-04-03'],
    ['2026年4月3日', '2026-04-03'],
    ['2026年4月3日(金)', '2026-04-03'],
    ['2026년 4월 3일', '2026-04-03'],
    ['2026. 4. 3.', '2026-04-03'],
    ['3 अप्रैल 2026', '2026-04-03'],
    ['\u0663 أبريل \u0662\u0660\u0662\u0666', '2026-04-03'],
    ['3-Apr-2026', '2026-04-03'],
    ['3 Apr 26', '2026-04-03'],
  ])('is read: %s', (text, iso) => {
    expect(value(text)).toBe(iso);
  });

  it.each([
    ['2026-04-03T14:30', '2026-04-03T14:30:00'],
    ['2026-04-03 14:30:05', '2026-04-03T14:30:05'],
    ['2026-04-03T14:30:00Z', '2026-04-03T14:30:00Z'],
    ['2026-04-03T00:30:00.250+02:00', '2026-04-02T22:30:00.250Z'],
    ['Fri, 03 Apr 2026 14:30:00 +0200', '2026-04-03T12:30:00Z'],
    ['2026-04-03T14:30-05:00', '2026-04-03T19:30:00Z'],
    ['2026-04-03 14:30:00-05:00', '2026-04-03T19:30:00Z'],
    ['Fri, 3 Apr 2026 14:30 GMT', '2026-04-03T14:30:00Z'],
    ['Fri Apr 03 2026 14:30:00 GMT+0200 (Central European Summer Time)', '2026-04-03T12:30:00Z'],
    ['April 3, 2026, 2:30 PM', '2026-04-03T14:30:00'],
    ['April 3, 2026 12:05 a.m.', '2026-04-03T00:05:00'],
    ['3. April 2026, 14:30 Uhr', '2026-04-03T14:30:00'],
    ['3 avril 2026 à 14h30', '2026-04-03T14:30:00'],
  ])('is read with its time: %s', (text, iso) => {
    expect(value(text)).toBe(iso);
  });

  it('has a reading for each order that it may have', () => {
    expect(readDate('03/04/2026')).toEqual({
      kind: 'ambiguous',
      alternatives: [
        { form: 'dmy', value: '2026-04-03' },
        { form: 'mdy', value: '2026-03-04' },
      ],
    });
    expect(readDate('03.04.26')).toMatchObject({
      alternatives: [{ form: 'dmy' }, { form: 'mdy' }, { form: 'ymd', value: '2003-04-26' }],
    });
  });

  it('is decided by its weekday', () => {
    expect(readDate('Fri 03/04/2026')).toMatchObject({ value: '2026-04-03', shows: ['dmy'] });
    expect(value('Sat, 3 April 2026')).toBe('misfit');
  });

  it.each([
    'yesterday',
    'gestern',
    '3 days ago',
    'vor 3 Tagen',
    'today, 14:30',
    '3 April',
    'April 2026',
    '2026',
    '31/02/2026',
    '2026-13-01',
    '32 January 2026',
    '03/04/2569',
    '1447-01-05',
    '令和8年4月3日',
    '12.03.45',
    '14:30',
    '20260403',
    '1775174400',
    '3 April 2026 and 5 April 2026',
    '3 April 2026 – 5 April 2026',
    '3/4-2026',
    '3 April 2026 25:00',
    '3 April 2026 10:00-12:00',
    '3 April 2026 10:00:00-13:00',
    '2026-04-03T14:30:00 CEST',
    '',
  ])('is not what this is: %j', (text) => {
    expect(value(text)).toBe('misfit');
  });
});
