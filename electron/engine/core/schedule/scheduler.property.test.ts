import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, failure } from '#shared/errors/error-codes.ts';
import { HostGates } from '../manners/host-gates.ts';
import { createDice } from '../test-support/dice.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { createMemorySource } from '../test-support/memory-source.ts';
import type { Booking, Settlement } from './booking.ts';
import type { SchedulerLimits } from './limits.ts';
import { Scheduler } from './scheduler.ts';

interface World {
  readonly sizes: readonly number[];
  readonly limits: SchedulerLimits;
  readonly seed: number;
  /** The probability that a try fails, and whether a person changes settings during the run. */
  readonly failRate: number;
  readonly meddle: boolean;
  /** Whether hosts have a robots.txt, which forbids every seventh page. */
  readonly robots: boolean;
  /** Whether the first host gives no answer for the first ten minutes, or never. */
  readonly silence: 'none' | 'a while' | 'for ever';
  /** The number of pages that are found on the way, on hosts of the list and on new ones. */
  readonly growth: number;
}

const worlds: fc.Arbitrary<World> = fc.record({
  sizes: fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 12 }),
  limits: fc.record({
    concurrency: fc.integer({ min: 1, max: 20 }),
    perHost: fc.integer({ min: 1, max: 6 }),
    delayMs: fc.constantFrom(0, 0, 0, 10, 250),
    retries: fc.integer({ min: 0, max: 3 }),
    pace: fc.constantFrom('fixed' as const, 'polite' as const),
    perMinute: fc.constantFrom(0, 0, 0, 60, 600),
  }),
  seed: fc.integer(),
  failRate: fc.constantFrom(0, 0.1, 0.6),
  meddle: fc.boolean(),
  robots: fc.boolean(),
  silence: fc.constantFrom('none', 'none', 'a while', 'for ever'),
  growth: fc.constantFrom(0, 0, 30, 300),
});

/** An assertion for the inner loop: `expect` is too slow for a million calls. */
function must(condition: boolean, broken: string): void {
  if (!condition) throw new Error(broken);
}

/** Runs a world to its end on a fake clock and checks every rule at every start. */
function live({ sizes, limits, seed, failRate, meddle, robots, silence, growth }: World) {
  const clock = createFakeClock();
  const dice = createDice(seed);
  const source = createMemorySource(sizes);
  const running = new Map<number, Booking>();
  const runningPerHost = new Map<number, number>();
  const lastStart = new Map<number, number>();
  const blockedUntil = new Map<number, number>();
  const over = new Map<number, number>();
  const attempts = new Map<number, number>();
  const starts = new Map<number, number[]>();
  const known = new Set<number>();
  const forbidden = (id: number): boolean => robots && id % 7 === 0;
  const isSilent = (hostId: number): boolean =>
    hostId === 0 && (silence === 'for ever' || (silence === 'a while' && clock.now() < 600_000));
  let uncommitted: number[] = [];
  let toFind = growth;
  let hostCount = sizes.length;
  let now = limits;
  let paused = false;

  const scheduler = new Scheduler({
    source,
    clock,
    random: dice,
    limits,
    gates: new HostGates(robots),
    onReady: () => pump(),
  });

  const commit = (): void => {
    for (const id of uncommitted) source.finish(id);
    scheduler.release(uncommitted);
    const leads = uncommitted.filter(() => toFind > 0 && dice() < 0.7);
    uncommitted = [];
    if (leads.length === 0) return;
    toFind -= leads.length;
    scheduler.grown(leads.map(() => source.grow(Math.floor(dice() * (hostCount + 0.1)))));
    hostCount = 1 + Math.max(hostCount - 1, ...source.requests.map(({ hostId }) => hostId));
  };
  const settlement = (hostId: number): Settlement => {
    if (isSilent(hostId)) return { kind: 'failed', failure: failure('CONNECTION_REFUSED') };
    if (dice() < 0.02) return { kind: 'put-back' };
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
  const started = (hostId: number): void => {
    const all = starts.get(hostId) ?? [];
    const times = all.filter((atMs) => atMs > clock.now() - 60_000);
    // A person may have changed the limit within the minute: then earlier starts cannot be checked against
    // it.
    must(meddle || now.perMinute === 0 || times.length < now.perMinute, 'too many in a minute');
    starts.set(hostId, [...times, clock.now()]);
    must(clock.now() >= (lastStart.get(hostId) ?? -1e9) + now.delayMs, 'the delay was cut short');
    lastStart.set(hostId, clock.now());
  };
  const finish = (id: number): void => {
    over.set(id, (over.get(id) ?? 0) + 1);
    uncommitted.push(id);
    if (uncommitted.length >= 7) commit();
  };
  /** Pages that must not be fetched, or need not be. */
  const ruleOut = ({ request, attempt, ...booking }: Booking): void => {
    must(!running.has(request.id) && !over.has(request.id), 'ruled out in the middle of a try');
    must(attempt === (attempts.get(request.id) ?? 0), 'tries before were counted wrongly');
    const isForbidden = booking.kind === 'ruled-out' && booking.failure.code === 'ROBOTS';
    must(isForbidden === forbidden(request.id) || silence !== 'none', 'ruled out without need');
    finish(request.id);
  };
  const askRobots = (booking: Booking): void => {
    const { hostId } = booking.request;
    // With very many hosts, those that had no work left are forgotten.
    must(!known.has(hostId) || sizes.length > 1000, 'a robots.txt was read twice');
    must((runningPerHost.get(hostId) ?? 0) === 0, 'a page before the robots.txt');
    started(hostId);
    clock.after(Math.floor(dice() * 100), () => {
      const fails = isSilent(hostId) || dice() < 0.1;
      const forbids = (url: string) =>
        forbidden(Number(url.split('/').at(-1))) ? failure('ROBOTS') : null;
      const again = fails ? failure('CONNECTION_RESET') : null;
      if (!fails || booking.attempt > now.retries) known.add(hostId);
      scheduler.settleRobots(booking, { again, rules: { crawlDelayMs: 0, forbids } });
      pump();
    });
  };
  const start = (booking: Booking): void => {
    const { id, hostId } = booking.request;
    must(booking.kind === 'page', 'a page was expected');
    must(!forbidden(id), 'a page that robots.txt forbids');
    must(!robots || known.has(hostId), 'a page before the robots.txt');
    const perHost = (runningPerHost.get(hostId) ?? 0) + 1;
    must(!paused, 'a start while paused');
    must(!running.has(id), 'a request ran twice at once');
    must(!over.has(id), 'a request ran again after it was over');
    must(scheduler.active <= now.concurrency, 'more at once than the global limit');
    must(perHost <= now.perHost, 'more at once than the limit of the host');
    must(booking.attempt === (attempts.get(id) ?? 0) + 1, 'a try was counted wrongly');
    must(booking.attempt <= now.retries + 1, 'more tries than allowed');
    started(hostId);
    must(clock.now() >= (blockedUntil.get(hostId) ?? 0), 'a start during Retry-After');
    running.set(id, booking);
    runningPerHost.set(hostId, perHost);
    attempts.set(id, booking.attempt);
    clock.after(Math.floor(dice() * 100), () => {
      runningPerHost.set(hostId, (runningPerHost.get(hostId) ?? 1) - 1);
      const result = settlement(hostId);
      // Sometimes the outcome is undecided for a while: the slot is free meanwhile.
      const asks = result.kind === 'failed' && result.failure.retryAfterMs !== undefined;
      if (!asks && dice() < 0.1) {
        scheduler.suspend(booking);
        clock.after(Math.floor(dice() * 300), () => decide(booking, result));
      } else {
        decide(booking, result);
      }
      pump();
    });
  };
  const decide = (booking: Booking, result: Settlement): void => {
    const { id } = booking.request;
    running.delete(id);
    const mayRetry = result.kind === 'failed' && result.failure.retryable;
    const again = result.kind === 'put-back' || (mayRetry && booking.attempt <= now.retries);
    if (result.kind === 'put-back') attempts.set(id, booking.attempt - 1);
    const fate = scheduler.settle(booking, result);
    must((fate === 'retry') === again, 'a wrong fate');
    if (fate === 'final') finish(id);
    pump();
  };
  const pump = (): void => {
    for (let next = scheduler.next(); next !== null; next = scheduler.next()) {
      if (next.kind === 'robots') askRobots(next);
      else if (next.kind === 'ruled-out') ruleOut(next);
      else start(next);
    }
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
  // What waits for its commit may lead to more: a run flushes before it judges that it is done.
  while (uncommitted.length > 0) {
    commit();
    pump();
    while (clock.step());
  }
  return { scheduler, source, over, running };
}

function expectAllDone({ scheduler, source, over, running }: ReturnType<typeof live>): void {
  expect(running.size).toBe(0);
  expect(scheduler.active).toBe(0);
  expect(scheduler.retrying).toBe(0);
  expect(scheduler.isDrained).toBe(true);
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
          const scheduler = new Scheduler({
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
