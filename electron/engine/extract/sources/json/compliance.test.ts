import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rowsFrom } from '../sources.fixture.ts';
import { compileJsonPath, loadJsonPath } from './json-path.ts';
import { readWholeJson } from './read-json.ts';

interface Case {
  readonly name: string;
  readonly selector: string;
  readonly document?: unknown;
  readonly result?: readonly unknown[];
  readonly results?: readonly (readonly unknown[])[];
  readonly invalid_selector?: boolean;
}

/** The compliance suite of RFC 9535, which this package carries. */
const require = createRequire(import.meta.url);
const suite = join(
  dirname(require.resolve('jsonpath-rfc9535/package.json')),
  'src/__tests__/jsonpath-compliance-test-suite/cts.json',
);
const { tests }: { readonly tests: readonly Case[] } = JSON.parse(readFileSync(suite, 'utf8'));
const good = tests.filter((one) => one.invalid_selector !== true);
const bad = tests.filter((one) => one.invalid_selector === true);

beforeAll(loadJsonPath);

describe('the compliance suite of JSONPath', () => {
  it('is all there', () => expect(tests.length).toBeGreaterThanOrEqual(687));

  it.each(good.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const document = JSON.stringify(one.document);
    const found = compileJsonPath(one.selector).all(readWholeJson(document));
    expect(one.results ?? [one.result]).toContainEqual(found.map(({ value }) => value));
    // The same through a page: a row for each match, as its JSON.
    const each = { json: one.selector };
    const rows = await rowsFrom(document, [{ take: 'count' }], { each });
    expect(rows).toHaveLength(found.length);
  });

  it.each(bad.map((one) => [one.name, one] as const))('refuses: %s', (_, one) => {
    expect(() => compileJsonPath(one.selector)).toThrow(/^(?:A|This) JSONPath /);
  });
});
