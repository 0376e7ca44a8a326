import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import type { QueuedRequest, RequestSource } from '../../ports/request-source.ts';
import { HostGates } from '../manners/host-gates.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { createMemorySource } from '../test-support/memory-source.ts';
import type { Booking } from './booking.ts';
import type { SchedulerLimits } from './limits.ts';
import { Scheduler } from './scheduler.ts';

function setUp(source: RequestSource, limits: Partial<SchedulerLimits> = {}, gates?: HostGates) {
  const clock = createFakeClock();
  let readyTimes = 0;
  const scheduler = new Scheduler({
    source,
    clock,
    random: () => 1,
    limits: {
      concurrency: 4,
      perHost: 2,
      delayMs: 0,
      retries: 2,
      pace: 'fixed',
      perMinute: 0,
      ...limits,
    },
    ...(gates && { gates }),
    onReady: () => {
      readyTimes += 1;
    },
  });
  const startAll = (): Booking[] => {
    const started: Booking[] = [];
    for (let next = scheduler.next(); next !== null; next = scheduler.next()) started.push(next);
    return started;
  };
  const idsOf = (bookings: readonly Booking[]) => bookings.map(({ request }) => request.id);
  const start = () => idsOf(startAll());
  return { clock, scheduler, startAll, start, readyTimes: () => readyTimes };
}

/** A source of `count` hosts with one request each, created on demand; it records how it is read. */
function endlessHosts(count: number): RequestSource & { readonly hostsDrawn: () => number } {
  let drawn = 0;
  return {
    hostsDrawn: () => drawn,
    hosts: (after, limit) => {
      const length = Math.max(0, Math.min(limit, count - after - 1));
      drawn += length;
      return Array.from({ length }, (_, i) => ({ id: after + 1 + i, key: `h${after + 1 + i}` }));
    },
    take: (hostId, after) =>
      after < hostId + 1 ? [{ id: hostId + 1, hostId, url: `https://h${hostId}/` }] : [],
  };
}

describe('a scheduler', () => {
  it('takes turns between hosts, within both limits', () => {
    const { start } = setUp(createMemorySource([3, 3, 3]));
    // Ids 1, 2, 3 are the first requests of the three hosts.
    expect(start()).toEqual([1, 2, 3, 4]);
  });

  it('starts nothing at a host until its Retry-After is over, while others go on', () => {
    const { clock, scheduler, startAll, start, readyTimes } = setUp(createMemorySource([2, 2]), {
      perHost: 1,
    });
    const [first, other] = startAll();
    if (first === undefined || other === undefined) throw new Error('two were expected');
    const asked = failure('HTTP_429', '429', { retryAfterMs: 3000 });
    expect(scheduler.settle(first, { kind: 'failed', failure: asked })).toBe('retry');
    scheduler.settle(other, { kind: 'fetched' });
    expect(start()).toEqual([4]);
    const host = [...scheduler.hosts()].find(({ id }) => id === 0);
    expect(host?.waits(clock.now(), scheduler.limits)).toEqual({
      waits: 'retry-after',
      waitMs: 3000,
    });
    clock.advance(2999);
    expect(readyTimes()).toBe(0);
    expect(start()).toEqual([]);
    clock.advance(1);
    expect(readyTimes()).toBe(1);
    expect(start()).toEqual([1]);
  });

  it('counts tries, and gives the last failure back as final', () => {
    const { clock, scheduler, startAll } = setUp(createMemorySource([1]), { retries: 2 });
    const fates: string[] = [];
    const attempts: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const [booking] = startAll();
      if (booking === undefined) throw new Error('a try was expected');
      attempts.push(booking.attempt);
      fates.push(
        scheduler.settle(booking, { kind: 'failed', failure: failure('CONNECTION_RESET') }),
      );
      clock.advance(30_000);
    }
    expect(attempts).toEqual([1, 2, 3]);
    expect(fates).toEqual(['retry', 'retry', 'final']);
    expect(scheduler.isDrained || scheduler.next() === null).toBe(true);
    expect(scheduler.isDrained).toBe(true);
  });

  it('never hands out what is under way or done but not stored, even when the source changed', () => {
    const source = createMemorySource([3]);
    const { scheduler, startAll, start } = setUp(source, { perHost: 1 });
    const [first] = startAll();
    if (first === undefined) throw new Error('one was expected');
    scheduler.settle(first, { kind: 'fetched' });
    scheduler.sourceChanged();
    expect(start()).toEqual([2]);
    source.finish(1);
    scheduler.release([1]);
    source.requeue(1);
    scheduler.setLimits({ perHost: 5 });
    scheduler.sourceChanged();
    expect(start()).toEqual([1, 3]);
  });

  it('starts more at once, or fewer, as soon as the limits change', () => {
    const { scheduler, startAll, start } = setUp(createMemorySource([20]), {
      concurrency: 2,
      perHost: 20,
    });
    const running = startAll();
    expect(running).toHaveLength(2);
    scheduler.setLimits({ concurrency: 5 });
    expect(start()).toHaveLength(3);
    scheduler.setLimits({ concurrency: 4 });
    for (const booking of running) scheduler.settle(booking, { kind: 'fetched' });
    expect(start()).toHaveLength(1);
  });

  it('starts nothing while paused, and wakes no waiting caller', () => {
    const { clock, scheduler, start, readyTimes } = setUp(createMemorySource([5]), {
      delayMs: 100,
    });
    expect(start()).toEqual([1]);
    scheduler.pause();
    clock.advance(1000);
    expect(readyTimes()).toBe(0);
    expect(start()).toEqual([]);
    scheduler.unpause();
    expect(start()).toEqual([2]);
  });

  it('is drained when the last request is settled, though its host still rests', () => {
    const source = createMemorySource([1]);
    const { scheduler, startAll, start } = setUp(source, { delayMs: 60_000 });
    const [only] = startAll();
    if (only === undefined) throw new Error('one was expected');
    expect(scheduler.isDrained).toBe(false);
    scheduler.settle(only, { kind: 'fetched' });
    expect(start()).toEqual([]);
    expect(scheduler.isDrained).toBe(true);
  });

  it('remembers the delay of a host that had nothing left when more comes', () => {
    const source = createMemorySource([2]);
    source.finish(2);
    const { clock, scheduler, startAll, start } = setUp(source, { delayMs: 500 });
    const [only] = startAll();
    if (only === undefined) throw new Error('one was expected');
    clock.advance(100);
    scheduler.settle(only, { kind: 'fetched' });
    source.finish(1);
    scheduler.release([1]);
    source.requeue(2);
    scheduler.sourceChanged();
    expect(start()).toEqual([]);
    clock.advance(400);
    expect(start()).toEqual([2]);
  });

  it('goes past hosts that all wait, to those behind them', () => {
    const { scheduler, startAll } = setUp(endlessHosts(5000), { concurrency: 100 });
    const asked = failure('HTTP_503', '503', { retryAfterMs: 200_000 });
    let started = 0;
    for (;;) {
      const bookings = startAll();
      if (bookings.length === 0) break;
      started += bookings.length;
      for (const booking of bookings) scheduler.settle(booking, { kind: 'failed', failure: asked });
    }
    expect(started).toBe(5000);
    expect(scheduler.retrying).toBe(5000);
  });

  it('books the robots.txt of a host as the page before which it is read', () => {
    const led = { ledBy: 'https://a.example/1', ownOrigin: 'https://a.example' };
    const requests: QueuedRequest[] = [
      { id: 1, hostId: 0, url: 'https://b.example/1', ...led },
      { id: 2, hostId: 0, url: 'https://b.example/2' },
      { id: 3, hostId: 0, url: 'https://b.example/3', ...led },
    ];
    const source: RequestSource = {
      hosts: (after) => (after < 0 ? [{ id: 0, key: 'https://b.example' }] : []),
      take: (_host, after, limit) => requests.filter(({ id }) => id > after).slice(0, limit),
    };
    const { scheduler, startAll } = setUp(source, {}, new HostGates(true));
    const open = { again: null, rules: { crawlDelayMs: 0, forbids: () => null } };
    const booked: Booking[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (const booking of startAll()) {
        booked.push(booking);
        if (booking.kind === 'robots') scheduler.settleRobots(booking, open);
        else scheduler.settle(booking, { kind: 'fetched' });
      }
    }
    const file = { id: 0, hostId: 0, url: 'https://b.example/robots.txt' };
    expect(booked.map(({ request }) => request)).toEqual([
      { ...file, ...led },
      requests[0],
      file,
      requests[1],
      requests[2],
    ]);
  });

  it('draws hosts as they are needed: memory does not follow the list', () => {
    const source = endlessHosts(1_000_000);
    const { scheduler, startAll } = setUp(source, { concurrency: 100 });
    for (let round = 0; round < 50; round += 1) {
      for (const booking of startAll()) {
        scheduler.settle(booking, { kind: 'fetched' });
        scheduler.release([booking.request.id]);
      }
      expect([...scheduler.hosts()].length).toBeLessThanOrEqual(1100);
    }
    expect(source.hostsDrawn()).toBeLessThan(7000);
  });
});
