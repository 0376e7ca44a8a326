import { describe, expect, it } from 'vitest';
import type { CleanStep } from '#shared/job/v2/clean.ts';
import { cleanedValues, compileSteps } from './clean-steps.ts';
import { compileField } from './compile-field.ts';
import { fieldValue } from './field-value.ts';

const cleaned = (value: string, ...steps: CleanStep[]) => cleanedValues(value, compileSteps(steps));

describe('a step of cleaning', () => {
  it('takes what an expression finds, or leaves the value out', () => {
    expect(cleaned('Price: 12,90 €', { match: '[\\d,]+' })).toEqual(['12,90']);
    expect(cleaned('Size M', { match: 'Size (.)' })).toEqual(['M']);
    expect(cleaned('Size M', { match: '\\d' })).toEqual([]);
  });

  it('replaces every match', () => {
    expect(cleaned('a-b-c', { replace: '-', with: '' })).toEqual(['abc']);
    expect(cleaned('03.04.26', { replace: '(\\d\\d)$', with: '20$1' })).toEqual(['03.04.2026']);
    expect(cleaned('Kg KG', { replace: '(?i)kg', with: 'g' })).toEqual(['g g']);
  });

  it('keeps what stands behind and before a text, if it is there', () => {
    expect(cleaned('Brand: Acme (new)', { from: ':' }, { to: '(' })).toEqual(['Acme']);
    expect(cleaned('Acme', { from: ':' }, { to: '(' })).toEqual(['Acme']);
  });

  it('makes several values of one, each of which goes through the next steps', () => {
    expect(cleaned('red, green ,, blue', { split: ',' })).toEqual(['red', 'green', 'blue']);
    expect(cleaned('a=1;b;c=3', { split: ';' }, { match: '=(.)' })).toEqual(['1', '3']);
  });

  it('changes nothing while it is blank', () => {
    const blank: CleanStep[] = [
      { match: ' ' },
      { replace: '', with: 'x' },
      { from: '' },
      { to: '' },
      { split: '' },
      { default: '' },
    ];
    expect(cleaned(' a ', ...blank)).toEqual([' a ']);
  });
});

describe('the value of a field', () => {
  const value = (field: Parameters<typeof compileField>[0], ...taken: string[]) =>
    fieldValue(compileField(field), taken, () => ({
      url: 'https://a.example/b/',
      encoding: 'utf-8',
    }));

  it('is split as if there had been several matches', () => {
    const clean = [{ split: '|' }];
    expect(value({ name: 'tags', clean }, 'a|b', 'c')).toBe('a | b');
    expect(value({ name: 'tags', clean, separator: '+' }, 'a|b')).toBe('a+b');
    expect(value({ name: 'tags', clean, all: true }, 'a|b', 'c')).toBe('a | b | c');
  });

  it('is empty where nothing is left', () => {
    expect(value({ name: 'a', clean: [{ match: 'x' }] }, 'b')).toBe('');
    expect(value({ name: 'a', clean: [{ split: ',' }] }, ',')).toBe('');
  });

  it('is absolute where it is a URL that was written as a path', () => {
    const url = { name: 'a', type: 'url' } as const;
    expect(value(url, '/c')).toBe('https://a.example/c');
    expect(value(url, '../d?x=1')).toBe('https://a.example/d?x=1');
    expect(value({ ...url, clean: [{ match: 'to (.+)' }] }, 'go to ./c')).toBe(
      'https://a.example/b/c',
    );
    expect(value(url, 'none')).toBe('none');
    expect(value({ name: 'a' }, '/c')).toBe('/c');
  });
});
