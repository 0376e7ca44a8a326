import { expect, it } from 'vitest';
import { changeField, insertField, moveField, removeField } from './field-list.ts';
import { firstIds, keptIds } from './kept-ids.ts';

const fields = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
const first = firstIds(fields);

it('keeps the id of a field that is changed, moved, or stands after a removed one', () => {
  expect(keptIds(first, changeField(fields, 1, { name: 'x' })).ids).toEqual([0, 1, 2]);
  expect(keptIds(first, moveField(fields, 0, 2)).ids).toEqual([1, 2, 0]);
  expect(keptIds(first, removeField(fields, 0)).ids).toEqual([1, 2]);
});

it('gives a field that is added an id of its own, which no removed field had', () => {
  const fewer = keptIds(first, removeField(fields, 2));
  const more = keptIds(fewer, insertField(fewer.fields, 0, { name: 'new' }));
  expect(more.ids).toEqual([3, 0, 1]);
});
