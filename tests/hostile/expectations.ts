import { expect } from 'vitest';
import type { RequestDetail } from '../../shared/engine-protocol/results.ts';
import { errorCodes } from '../../shared/errors/error-codes.ts';
import type { HostileCase } from './hostile-case.ts';
import { limits, titleOf } from './hostile-run.ts';

/** A generous limit: a busy machine may be slow, but a request that hangs takes longer still. */
const slackMs = 20_000;

/** Checks everything that a case expects of its result. */
export function expectOutcome(
  { name, expect: expected }: HostileCase,
  detail: RequestDetail,
): void {
  const { ends = 'at once' } = expected;
  const seen = detail.failure;
  const code = seen?.code === expected.or ? (expected.or ?? expected.code) : expected.code;
  expect(`${seen?.code ?? 'page'}: ${seen?.message ?? ''}`, name).toMatch(new RegExp(`^${code}: `));
  if (code === 'page') {
    expect(detail.state, name).toBe('done');
    const title = expected.title ?? name;
    if (typeof title === 'string') expect(titleOf(detail), name).toBe(title);
    else expect(titleOf(detail), name).toMatch(title);
    expect(detail.notes, name).toEqual(expected.notes ?? []);
  } else {
    expect(detail.state, name).toBe('failed');
    expect(detail.rows, name).toEqual([]);
    // A sentence: it begins with the event and ends with a full stop.
    expect(seen?.message.startsWith(errorCodes[code].title), name).toBe(true);
    expect(seen?.message, name).toMatch(/\.$/);
    if (expected.sentence) expect(seen?.message, name).toMatch(expected.sentence);
  }
  if (expected.status !== undefined) expect(detail.status, name).toBe(expected.status);
  if (typeof expected.said === 'object' && expected.said !== null) {
    expect(detail.said, name).toMatch(expected.said);
  } else if (expected.said !== undefined) expect(detail.said, name).toBe(expected.said);
  if (expected.finalUrl) expect(detail.finalUrl).toMatch(expected.finalUrl);
  const tookMs = (detail.finishedAtMs ?? 0) - (detail.startedAtMs ?? 0);
  expect(tookMs, name).toBeLessThan(limits.timeoutMs + limits.extractDeadlineMs + slackMs);
  if (ends === 'limit') expect(tookMs, name).toBeGreaterThanOrEqual(450);
  expect(detail.times, name).not.toBeNull();
}

/** The job's number of attempts where another attempt may help, else one. A busy machine may add attempts. */
export function expectAttempts(
  { name, expect: expected }: HostileCase,
  detail: RequestDetail,
): void {
  const { code } = expected;
  const again = code !== 'page' && errorCodes[code].retry ? limits.retries : 0;
  expect(detail.attempts, name).toBe(expected.attempts ?? 1 + again);
}
