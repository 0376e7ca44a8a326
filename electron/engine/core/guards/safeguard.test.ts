import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#shared/errors/error-codes.ts';
import { Safeguard } from './safeguard.ts';

/**
 * The number of outcomes after which the safeguard pauses the run, and its sentence; null: it never does.
 */
function firstWord(safeguard: Safeguard, codes: readonly (ErrorCode | null)[]) {
  for (const [index, code] of codes.entries()) {
    const why = safeguard.settled({ failure: code === null ? null : failure(code) });
    if (why !== null) return { after: index + 1, why };
  }
  return null;
}
const repeat = (count: number, ...pattern: (ErrorCode | null)[]) =>
  Array.from({ length: count }, (_, index) => pattern[index % pattern.length] ?? null);

describe('Safeguard', () => {
  it('says so when most of fifty requests have failed, with the most frequent cause', () => {
    const codes = repeat(100, 'HTTP_403', 'HTTP_403', 'HTTP_5XX', null);
    expect(firstWord(new Safeguard(false), codes)).toEqual({
      after: 50,
      why:
        '38 of the last 50 requests failed. Most frequent cause: the server does not allow this ' +
        'page (26). The run was paused so that the rest is not lost the same way: go on, or stop it.',
    });
  });

  it('notices it late in a run, over the last 200', () => {
    const word = firstWord(new Safeguard(false), [
      ...repeat(5000, null),
      ...repeat(500, 'HTTP_403'),
    ]);
    expect(word?.after).toBe(5120);
    expect(word?.why).toMatch(/^120 of the last 200 requests failed\./);
  });

  it('lets up to six in ten fail', () => {
    expect(firstWord(new Safeguard(false), repeat(5000, 'HTTP_5XX', null))).toBeNull();
  });

  it('takes pages that do not exist for answers', () => {
    expect(
      firstWord(new Safeguard(false), repeat(1000, 'HTTP_404', 'HTTP_410', 'ROBOTS')),
    ).toBeNull();
  });

  it('leaves short runs alone', () => {
    expect(firstWord(new Safeguard(false), repeat(49, 'HTTP_5XX'))).toBeNull();
  });

  it('needs a whole window before it speaks again, or where the run was resumed', () => {
    const safeguard = new Safeguard(false);
    firstWord(safeguard, repeat(50, 'HTTP_5XX'));
    expect(firstWord(safeguard, repeat(500, 'HTTP_5XX'))?.after).toBe(200);
    expect(firstWord(new Safeguard(true), repeat(500, 'HTTP_5XX'))?.after).toBe(200);
  });
});
