import { describe, expect, it } from 'vitest';
import {
  addFields,
  changeField,
  freeName,
  insertField,
  moveField,
  nameProblem,
  removeField,
} from './field-list.ts';

const fields = [{ name: 'a', css: 'h1' }, { name: 'b' }, { name: 'c' }];
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).join('');

describe('a list of fields', () => {
  it('drops a key that is blanked, so that its default applies', () => {
    expect(changeField(fields, 0, { css: undefined })[0]).toEqual({ name: 'a' });
    expect(changeField([{ name: 'a', required: true }], 0, { required: undefined })[0]).toEqual({
      name: 'a',
    });
    expect(changeField(fields, 1, { css: 'p', all: true })[1]).toEqual({
      name: 'b',
      css: 'p',
      all: true,
    });
    expect(changeField(fields, 1, { name: '' })[1]).toEqual({ name: '' });
  });

  it('drops the alternates of a selector that is changed by hand', () => {
    const picked = [{ name: 'a', css: 'h1', alternates: ['h2'] }];
    expect(changeField(picked, 0, { css: 'p' })).toEqual([{ name: 'a', css: 'p' }]);
    expect(changeField(picked, 0, { name: 'b' })[0]).toHaveProperty('alternates', ['h2']);
    const anew = { css: 'p', alternates: ['b'] };
    expect(changeField(picked, 0, anew)).toEqual([{ name: 'a', ...anew }]);
  });

  it('moves within the list and not out of it', () => {
    expect(names(moveField(fields, 0, 2))).toBe('bca');
    expect(names(moveField(fields, 2, 0))).toBe('cab');
    expect(moveField(fields, 0, -1)).toBe(fields);
    expect(moveField(fields, 2, 3)).toBe(fields);
  });

  it('puts back what was removed', () => {
    const removed = removeField(fields, 1);
    expect(names(removed)).toBe('ac');
    expect(names(insertField(removed, 1, { name: 'b' }))).toBe('abc');
  });

  it('gives added fields names of their own', () => {
    expect(freeName(fields, 'd')).toBe('d');
    expect(names(addFields(fields, [{ name: 'a' }, { name: 'a' }]))).toBe('abca 2a 3');
  });

  it('says what is wrong with a name, at the later of two equal ones', () => {
    const list = [{ name: 'a' }, { name: ' ' }, { name: 'a ' }];
    expect(list.map((_, place) => nameProblem(list, place))).toEqual([
      null,
      'Give this field a name.',
      'Another field has this name already.',
    ]);
  });
});
