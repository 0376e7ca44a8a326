import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#shared/errors/error-codes.ts';
import {
  type Booking,
  createScheduler,
  type SchedulerLimits,
  type Settlement,
} from './scheduler.ts';
import { createDice } from './test-support/dice.ts';
import { createFakeClock } from './test-support/fake-clock.ts';
import { createMemorySource } from './test-support/memory-source.ts';

interface World {
  readonly sizes: readonly number[];
  readonly limits: SchedulerLimits;
  readonly seed: number;
  /** Of every try, how likely it fails, and whether a person meddles while it runs. */
  readonly failRate: number;
  readonly meddle: boolean;
}

const worlds: fc.Arbitrary<World> = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 12 }),
  limits: fc.record({
    concurrency: fc.integer({ min: 1, max: 20 }),
    perHost: fc.integer({ min: 1, max: 6 }),
    delayMs: fc.constantFrom(0, 0, 0, 10, 250),
    retries: fc.integer({ min: 0, max: 3 }),
    pace: fc.constant('fixed' as const),
    perMinute: fc.constant(0),
  }),
  seed: fc.integer(),
  failRate: fc.constantFrom(0, 0.1, 0.6),
  meddle: fc.boolean(),
});

/** An assertion for the inner loop: `expect` is too slow for a million calls. */
function must(condition: boolean, broken: string): void {
  if (!condition) throw new Error(broken);
}

/** Runs a world to its end on a fake clock and checks every rule at every start. */
function live({ sizes, limits, seed, failRate, meddle }: World) {
  const clock = createFakeClock();
  const dice = createDice(seed);
  const source = createMemorySource(sizes);
  const running = new Map<number, Booking>();
  const runningPerHost = new Map<number, number>();
  const lastStart = new Map<number, number>();
  const blockedUntil = new Map<number, number>();
  const over = new Map<number, number>();
  const attempts = new Map<number, number>();
  let uncommitted: number[] = [];
  let now = limits;
  let paused = false;

  const scheduler = createScheduler({
    source,
    clock,
    random: dice,
    limits,
    onReady: () => pump(),
  });

  const commit = (): void => {
    for (const id of uncommitted) source.finish(id);
    scheduler.release(uncommitted);
    uncommitted = [];
  };
  const settlement = (hostId: number): Settlement => {
    if (dice() >= failRate) return { kind: 'fetched' };
    const codes: ErrorCode[] = ['CONNECTION_RESET', 'HTTP_404', 'HTTP_429', 'HTTP_503'];
    const code = codes[Math.floor(dice() * codes.length)] ?? 'NETWORK';
    const asks = code === 'HTTP_503' || (code === 'HTTP_429' && dice() < 0.5);
    if (!asks) return { kind: 'failed', failure: failure(code) };
    const retryAfterMs = Math.floor(dice() * 2000);
    const untilMs = clock.now() + retryAfterMs;
    blockedUntil.set(hostId, Math.max(untilMs, blockedUntil.get(hostId) ?? 0));
    return { kind: 'failed', failure: failure(code, undefined, { retryAfterMs }) };
  };
  const start = (booking: Booking): void => {
    const { id, hostId } = booking.request;
    const perHost = (runningPerHost.get(hostId) ?? 0) + 1;
    must(!paused, 'a start while paused');
    must(!running.has(id), 'a request ran twice at once');
    must(!over.has(id), 'a request ran again after it was over');
    must(running.size < now.concurrency, 'more at once than the global limit');
    must(perHost <= now.perHost, 'more at once than the limit of the host');
    must(booking.attempt === (attempts.get(id) ?? 0) + 1, 'a try was counted wrongly');
    must(booking.attempt <= now.retries + 1, 'more tries than allowed');
    must(clock.now() >= (lastStart.get(hostId) ?? -1e9) + now.delayMs, 'the delay was cut short');
    must(clock.now() >= (blockedUntil.get(hostId) ?? 0), 'a start during Retry-After');
    running.set(id, booking);
    runningPerHost.set(hostId, perHost);
    lastStart.set(hostId, clock.now());
    attempts.set(id, booking.attempt);
    clock.after(Math.floor(dice() * 100), () => {
      running.delete(id);
      runningPerHost.set(hostId, (runningPerHost.get(hostId) ?? 1) - 1);
      const result = settlement(hostId);
      const mayRetry = result.kind === 'failed' && result.failure.retryable;
      const fate = scheduler.settle(booking, result);
      must((fate === 'retry') === (mayRetry && booking.attempt <= now.retries), 'a wrong fate');
      if (fate === 'final') {
        over.set(id, (over.get(id) ?? 0) + 1);
        uncommitted.push(id);
        if (uncommitted.length >= 7) commit();
      }
      pump();
    });
  };
  const pump = (): void => {
    for (let next = scheduler.next(); next !== null; next = scheduler.next()) start(next);
  };
  const interfere = (): void => {
    const what = Math.floor(dice() * 5);
    if (what === 0) now = { ...now, concurrency: 1 + Math.floor(dice() * 20) };
    if (what === 1) now = { ...now, perHost: 1 + Math.floor(dice() * 6) };
    if (what === 2) now = { ...now, delayMs: dice() < 0.5 ? 0 : 20 };
    if (what < 3) scheduler.setLimits(now);
    if (what === 3) {
      // Retry of failed requests on the live run: committed ones are queued again.
      commit();
      for (const id of [...over.keys()].slice(0, 2)) {
        over.delete(id);
        attempts.delete(id);
        source.requeue(id);
      }
      scheduler.sourceChanged();
    }
    if (what === 4) {
      paused = true;
      scheduler.pause();
      clock.after(30, () => {
        paused = false;
        scheduler.unpause();
        pump();
      });
    }
    pump();
  };

  if (meddle) for (let i = 1; i <= 6; i += 1) clock.after(i * 40, interfere);
  pump();
  while (clock.step());
  pump();
  commit();
  return { scheduler, source, over, running };
}

function expectAllDone({ scheduler, source, over, running }: ReturnType<typeof live>): void {
  expect(running.size).toBe(0);
  expect(scheduler.active).toBe(0);
  expect(scheduler.retrying).toBe(0);
  expect(scheduler.drained).toBe(true);
  expect([...scheduler.hosts()].filter((host) => host.hasWork)).toEqual([]);
  expect(source.queued.size).toBe(0);
  expect([...over.values()].every((times) => times === 1)).toBe(true);
  expect(over.size).toBe(source.requests.length);
}

describe('the scheduler, whatever happens', () => {
  it('keeps every limit, loses nothing, runs nothing twice', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        expectAllDone(live(world));
      }),
      { numRuns: 300 },
    );
  });

  it('does so with more hosts than it holds near', () => {
    const sizes = Array.from({ length: 2500 }, (_, host) => 1 + (host % 2));
    fc.assert(
      fc.property(worlds, (world) => {
        const limits = { ...world.limits, concurrency: 200 };
        expectAllDone(live({ ...world, sizes, limits }));
      }),
      { numRuns: 4 },
    );
  });

  it('serves hosts that are always ready evenly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer(),
        (hostCount, concurrency, perHost, seed) => {
          const clock = createFakeClock();
          const dice = createDice(seed);
          const started = new Array<number>(hostCount).fill(0);
          const size = 40;
          const source = createMemorySource(started.map(() => size));
          const pump = (): void => {
            // Judged only while every host still has more to start.
            for (let next = scheduler.next(); next !== null; next = scheduler.next()) {
              const booking = next;
              started[booking.request.hostId] = (started[booking.request.hostId] ?? 0) + 1;
              if (Math.max(...started) < size) {
                must(Math.max(...started) - Math.min(...started) <= perHost, 'a host fell behind');
              }
              clock.after(10, () => {
                scheduler.settle(booking, { kind: 'fetched' });
                pump();
              });
            }
          };
          const scheduler = createScheduler({
            source,
            clock,
            random: dice,
            limits: { concurrency, perHost, delayMs: 0, retries: 0, pace: 'fixed', perMinute: 0 },
            onReady: pump,
          });
          pump();
          while (clock.step());
          expect(started).toEqual(started.map(() => size));
        },
      ),
      { numRuns: 60 },
    );
  });
});
