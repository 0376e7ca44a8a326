import { expect, it } from 'vitest';
import type { FetchTrace } from '../ports/fetcher.ts';
import { answerFacts } from './answer-facts.ts';

const trace: FetchTrace = {
  finalUrl: 'https://a.example/',
  status: 200,
  redirects: [],
  headers: '',
  contentType: null,
  answeredAtMs: 1,
  wireBytes: 0,
  headersMs: 0,
  bodyMs: 0,
  notes: [],
};
const tryOf = (of: FetchTrace) =>
  answerFacts({ url: of.finalUrl, body: new Uint8Array(), trace: of }, 1).attempt;

it('gives the try that brought a page, for a kept page the one of its run', () => {
  expect(tryOf(trace)).toBe(1);
  expect(tryOf({ ...trace, attempt: 3 })).toBe(3);
});
