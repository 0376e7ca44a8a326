import { assertNever } from '#shared/assert-never.ts';
import { type LabReport, type LabSetup, labRenders } from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type Way, wayNames } from '#shared/job/way.ts';
import { risingConcurrencies } from '#shared/lab/knee.ts';
import type { Work } from './workload.ts';

/**
 * The values that a plan measures.
 *
 * @throws TrawlError BAD_INPUT for the sample site, whose pages are the same with and without a browser
 */
export function setupOf(plan: EngineParams<'lab.start'>['plan'], { name, pages }: Work): LabSetup {
  const { workload, repeats } = plan;
  const described: LabSetup['workload'] =
    workload.kind === 'list'
      ? { kind: 'list', name, pages }
      : {
          kind: 'sample',
          pages,
          latencyMs: workload.latencyMs,
          sizeBytes: workload.sizeBytes,
          errorRate: workload.errorRate,
        };
  const every = { workload: described, repeats };
  switch (plan.kind) {
    case 'compare':
      return {
        ...every,
        kind: plan.kind,
        ways: plan.ways,
        concurrencies: [plan.concurrency],
        renders: [null],
      };
    case 'tune':
      return {
        ...every,
        kind: plan.kind,
        ways: [plan.way],
        concurrencies: risingConcurrencies(plan.upTo),
        renders: [null],
      };
    case 'render':
      if (workload.kind !== 'list') {
        throw new TrawlError(
          'BAD_INPUT',
          'Fetched and rendered pages are compared over the list of a job.',
        );
      }
      return {
        ...every,
        kind: plan.kind,
        // A page that goes through a browser comes back to the engine unread in every way.
        ways: ['event-loop'],
        concurrencies: [plan.concurrency],
        renders: labRenders,
      };
    default:
      return assertNever(plan);
  }
}

/**
 * Without the ways that cannot run here.
 *
 * @throws TrawlError BAD_INPUT if none is left
 */
export function runnable(
  setup: LabSetup,
  canRun: (way: Way) => boolean,
): Pick<LabReport, 'setup' | 'leftOut'> {
  const leftOut = setup.ways.filter((way) => !canRun(way));
  if (leftOut.length < setup.ways.length) {
    return { setup: { ...setup, ways: setup.ways.filter(canRun) }, leftOut };
  }
  const names = leftOut.map((way) => wayNames[way]).join(', ');
  throw new TrawlError('BAD_INPUT', `${names}: that way cannot run here. Choose another one.`);
}
