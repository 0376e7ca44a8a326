import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { HostGates } from '../manners/host-gates.ts';
import type { SchedulerLimits } from '../schedule/limits.ts';
import { Scheduler } from '../schedule/scheduler.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { createMemorySource } from '../test-support/memory-source.ts';
import { type Load, limitOf } from './limit.ts';

const idle: Load = {
  parsingBehind: false,
  diskShare: 0,
  proxiesResting: null,
  roomFor: null,
  windows: null,
  left: 10,
};

function setUp(sizes: readonly number[], limits: Partial<SchedulerLimits>, obeysRobots = false) {
  const clock = createFakeClock();
  const scheduler = new Scheduler({
    source: createMemorySource(sizes),
    clock,
    random: () => 1,
    limits: {
      concurrency: 8,
      perHost: 8,
      delayMs: 0,
      retries: 1,
      pace: 'fixed',
      perMinute: 0,
      ...limits,
    },
    gates: new HostGates(obeysRobots),
    onReady: () => undefined,
  });
  const start = () => {
    const bookings = [];
    for (let next = scheduler.next(); next !== null; next = scheduler.next()) bookings.push(next);
    return bookings;
  };
  return { start, scheduler, limit: (load = idle) => limitOf(scheduler, load, clock.now()) };
}

describe('limitOf', () => {
  it('names the slots when all are in use', () => {
    const { start, limit } = setUp([20, 20], {});
    start();
    expect(limit()).toEqual({ kind: 'slots', concurrency: 8 });
  });

  it('names the limit per host when slots are free and hosts are full', () => {
    const { start, limit } = setUp([20, 20], { perHost: 2 });
    start();
    expect(limit()).toEqual({ kind: 'per-host', host: 'https://h0.example', perHost: 2, hosts: 2 });
  });

  it('names the delay', () => {
    const { start, limit } = setUp([20, 20], { delayMs: 300 });
    start();
    expect(limit()).toEqual({ kind: 'delay', host: 'https://h0.example', delayMs: 300 });
  });

  it('names a host that asked to wait, and the wait between two tries', () => {
    const { start, scheduler, limit } = setUp([1], {});
    const [booking] = start();
    if (booking === undefined) throw new Error('one was expected');
    const asked = failure('HTTP_503', '503', { retryAfterMs: 4000 });
    scheduler.settle(booking, { kind: 'failed', failure: asked });
    start();
    expect(limit()).toEqual({ kind: 'retry-after', host: 'https://h0.example', waitMs: 4000 });

    const other = setUp([1], {});
    const [second] = other.start();
    if (second === undefined) throw new Error('one was expected');
    other.scheduler.settle(second, { kind: 'failed', failure: failure('CONNECTION_RESET') });
    other.start();
    expect(other.limit()).toEqual({ kind: 'backoff', waitMs: 500 });
  });

  it('names the polite pace, with how many a host may have now', () => {
    const { start, limit } = setUp([20, 20], { pace: 'polite' });
    start();
    expect(limit()).toEqual({ kind: 'polite', host: 'https://h0.example', allowed: 2, hosts: 2 });
  });

  it('names the limit a minute, where that is what holds a host back', () => {
    const { start, limit } = setUp([20, 20], { perMinute: 30, delayMs: 10 });
    start();
    expect(limit()).toEqual({ kind: 'per-minute', host: 'https://h0.example', perMinute: 30 });
  });

  it('names a host that gives no answer', () => {
    const { start, scheduler, limit } = setUp([20], { concurrency: 20, perHost: 10, retries: 0 });
    for (const booking of start()) {
      scheduler.settle(booking, { kind: 'failed', failure: failure('CONNECTION_REFUSED') });
    }
    start();
    expect(limit()).toEqual({ kind: 'failing', host: 'https://h0.example', waitMs: 30_000 });
  });

  it('names a robots.txt that is being read, and the delay that it asks for', () => {
    const { start, scheduler, limit } = setUp([20], {}, true);
    const [booking] = start();
    if (booking === undefined) throw new Error('one was expected');
    expect(limit()).toEqual({ kind: 'robots', host: 'https://h0.example', delayMs: 0 });
    const rules = { crawlDelayMs: 3000, forbids: () => null };
    scheduler.settleRobots(booking, { again: null, rules });
    expect(limit()).toEqual({ kind: 'robots', host: 'https://h0.example', delayMs: 3000 });
  });

  it('names the disk and the workers before anything else', () => {
    const { start, limit } = setUp([20], {});
    start();
    expect(limit({ ...idle, diskShare: 0.7 })).toEqual({ kind: 'disk' });
    expect(limit({ ...idle, parsingBehind: true })).toEqual({ kind: 'parsing' });
  });

  it('says that few are left', () => {
    const { start, limit } = setUp([3], {});
    start();
    expect(limit({ ...idle, left: 3 })).toEqual({ kind: 'few-left' });
  });

  it('does not say so at the start of a run, before its list is read from the file', () => {
    const { limit } = setUp([], {});
    expect(limit({ ...idle, left: 300 })).toEqual({ kind: 'none' });
  });
});
