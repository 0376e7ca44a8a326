import { expect, it } from 'vitest';
import { rulesAt, workOf } from './workload.ts';

it('lets no run of the Lab pause by itself, whatever the job says', async () => {
  const rules = {
    name: 'Mine',
    fields: [{ name: 'title', css: 'h1' }],
    options: { safeguard: true, perHost: 2 },
  };
  const input = { kind: 'lines' as const, lines: ['https://a.example/1'] };
  const work = await workOf({ kind: 'list', pages: 1, input, rules });
  const trial = { way: 'threads', concurrency: 8, render: 'never' } as const;
  expect(rulesAt(work, false, trial).options).toEqual({
    ...{ safeguard: false, perHost: 2 },
    ...{ way: 'threads', concurrency: 8, render: 'never' },
  });
});
