import { expect, it } from 'vitest';
import { jobPatchSchema } from '../ipc/job-library.ts';
import { finishedRules } from './half-typed.ts';
import { fieldSchema } from './job.ts';
import { eachSchema } from './v2/source.ts';

const halfPlaces = ['ld+json:', { script: '' }];

it('is saved, for the rows as for a field', () => {
  for (const place of halfPlaces) {
    const each = { json: '$.items[*]', in: place };
    const fields = [{ name: '', json: '$.name', in: place }];
    expect(jobPatchSchema.parse({ each, fields })).toEqual({ each, fields });
  }
});

it('is finished into rules that the engine takes', () => {
  for (const place of halfPlaces) {
    const { each, fields } = finishedRules({
      each: { json: '$.items[*]', in: place },
      fields: [
        { name: '', json: '$.name', in: place },
        { name: 'x', answer: 'header:' },
      ],
    });
    expect(() => eachSchema.parse(each)).not.toThrow();
    expect(fields.map((field) => fieldSchema.parse(field).name)).toEqual(['field 1', 'x']);
  }
});

it('is left as it is where nothing is missing', () => {
  const rules = { each: 'li', fields: [{ name: 'a', css: 'b' }] };
  expect(finishedRules(rules)).toEqual(rules);
  expect(finishedRules({ ...rules, each: ' ' })).toEqual({ fields: rules.fields });
});
