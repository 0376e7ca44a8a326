import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestDetail } from '../../shared/engine-protocol/results.ts';
import { allCases, families } from './cases.ts';
import { expectAttempts, expectOutcome } from './expectations.ts';
import { runJob } from './hostile-run.ts';
import { HostileSite } from './hostile-site.ts';

/** One run over every case, each once; its stored results are compared with the expectations of the cases. */
const site = new HostileSite();
const details = new Map<string, RequestDetail>();

beforeAll(async () => {
  const urls: string[] = [];
  for (const { name, serve } of allCases) urls.push(await serve(site, name));
  const run = await runJob(site, urls);
  allCases.forEach(({ name }, index) => {
    const detail = run.details[index];
    if (detail) details.set(name, detail);
  });
}, 120_000);
afterAll(() => site.close());

it('has a name for every case', () => {
  expect(details.size).toBe(allCases.length);
});

describe.each(families)('%s', (_family, cases) => {
  it.each(cases.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const detail = details.get(name);
    if (detail === undefined) throw new Error('This case was not run.');
    expectOutcome(one, detail);
    expectAttempts(one, detail);
  });
});
