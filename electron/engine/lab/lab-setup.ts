import type { LabReport, LabSetup } from '#shared/engine-protocol/lab.ts';
import type { EngineParams } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type Way, wayNames } from '#shared/job/way.ts';
import { risingConcurrencies } from '#shared/lab/knee.ts';
import type { Work } from './workload.ts';

/** The values that a plan measures. */
export function setupOf(plan: EngineParams<'lab.start'>['plan'], { name, pages }: Work): LabSetup {
  const { kind, workload, repeats } = plan;
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
  return kind === 'compare'
    ? { kind, workload: described, ways: plan.ways, concurrencies: [plan.concurrency], repeats }
    : {
        kind,
        workload: described,
        ways: [plan.way],
        concurrencies: risingConcurrencies(plan.upTo),
        repeats,
      };
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
