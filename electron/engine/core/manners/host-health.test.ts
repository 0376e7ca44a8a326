import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { HostHealth } from './host-health.ts';

const refused = failure('CONNECTION_REFUSED');

/** Tries again and again, each time after the pause. Returns the pauses. */
function failUntilGivenUp(health: HostHealth): number[] {
  const pauses: number[] = [];
  for (let nowMs = 0; health.givenUp === null; nowMs += 1) {
    const pauseMs = health.failed(refused, nowMs + 0.5, nowMs + 0.6);
    if (pauseMs > 0) pauses.push(pauseMs);
    nowMs += pauseMs;
    if (pauses.length > 100) throw new Error('it never ends');
  }
  return pauses;
}

describe('HostHealth', () => {
  it('leaves a host alone after ten tries in a row without an answer, longer each time', () => {
    const health = new HostHealth();
    for (let i = 1; i < 10; i += 1) expect(health.failed(refused, i, i)).toBe(0);
    expect(health.onProbation).toBe(false);
    expect(health.failed(refused, 10, 11)).toBe(30_000);
    expect(health.onProbation).toBe(true);
    expect(health.failed(refused, 30_100, 30_200)).toBe(60_000);
  });

  it('gives it up in the end, with the last failure', () => {
    const health = new HostHealth();
    expect(failUntilGivenUp(health)).toEqual([30_000, 60_000, 120_000, 300_000]);
    expect(health.givenUp).toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringContaining('was not tried any more'),
    });
  });

  it('begins anew with any answer', () => {
    const health = new HostHealth();
    for (let i = 1; i < 10; i += 1) health.failed(refused, i, i);
    health.answered();
    for (let i = 10; i < 19; i += 1) expect(health.failed(refused, i, i)).toBe(0);
    health.failed(refused, 19, 19);
    health.answered();
    expect(health.onProbation).toBe(false);
  });

  it('takes what was under way when a pause began for no further sign', () => {
    const health = new HostHealth();
    for (let i = 1; i <= 10; i += 1) health.failed(refused, i, 100);
    for (let i = 1; i <= 50; i += 1) expect(health.failed(refused, 90, 110)).toBe(0);
    expect(health.givenUp).toBeNull();
  });

  it('counts a look-up that failed once, however many requests waited for it', () => {
    const health = new HostHealth();
    const late = failure('DNS_TIMEOUT');
    for (let round = 0; round < 9; round += 1) {
      const askedMs = round * 100;
      for (let waiter = 0; waiter < 8; waiter += 1) {
        expect(health.failed(late, askedMs + waiter, askedMs + 50 + waiter)).toBe(0);
      }
    }
    expect(health.onProbation).toBe(false);
    expect(health.failed(late, 900, 950)).toBe(30_000);
  });
});
