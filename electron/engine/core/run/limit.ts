import { assertNever } from '#shared/assert-never.ts';
import type { HostLine, Limit } from '#shared/engine-protocol/run.ts';
import type { HostQueue } from '../schedule/host-queue.ts';
import type { SchedulerLimits } from '../schedule/limits.ts';
import type { Scheduler } from '../schedule/scheduler.ts';

type Schedule = Pick<Scheduler, 'active' | 'hosts' | 'limits'>;

export interface Load {
  /** Pages wait for a worker, or the workers and the loop that fetch and read them are busy all the time. */
  readonly parsingBehind: boolean;
  /** Share of the last seconds that was spent on commits, from 0 to 1. */
  readonly diskShare: number;
  /** Requests that are not over, including those under way. */
  readonly left: number;
  /** The number of proxies that rest, if all of them do; null otherwise. */
  readonly proxiesResting: number | null;
  /**
   * The number of connections at once for which this computer seems to have room; null if there is no
   * shortage.
   */
  readonly roomFor: number | null;
  /** The number of browser windows, if pages wait for one; null otherwise. */
  readonly windows: number | null;
}

/** The reason why the run is not faster now. Only for a run that fetches. */
export function limitOf(scheduler: Schedule, load: Load, nowMs: number): Limit {
  if (load.parsingBehind) return { kind: 'parsing' };
  if (load.diskShare > 0.5) return { kind: 'disk' };
  if (load.roomFor !== null) return { kind: 'open-files', concurrency: load.roomFor };
  if (load.proxiesResting !== null) return { kind: 'proxies', resting: load.proxiesResting };
  if (load.windows !== null) return { kind: 'windows', windows: load.windows };
  const { limits } = scheduler;
  if (scheduler.active >= limits.concurrency) {
    return { kind: 'slots', concurrency: limits.concurrency };
  }
  const waiting = limitOfHosts(scheduler, nowMs);
  if (waiting !== null) return waiting;
  // At the start of a run more requests are left, only not read from its file yet.
  const fewLeft = load.left > 0 && load.left <= limits.concurrency;
  return { kind: fewLeft ? 'few-left' : 'none' };
}

interface WaitingHosts {
  readonly waits: HostLine['waits'];
  hosts: number;
  /** The host that will be ready first. */
  first: HostQueue;
  waitMs: number;
}

/** Slots are free: the most frequent reason why hosts wait is the limit. */
function limitOfHosts(scheduler: Schedule, nowMs: number): Limit | null {
  const { limits } = scheduler;
  const groups = new Map<HostLine['waits'], WaitingHosts>();
  for (const host of scheduler.hosts()) {
    const { waits, waitMs } = host.waits(nowMs, limits);
    const group = groups.get(waits);
    if (group === undefined) groups.set(waits, { waits, hosts: 1, first: host, waitMs });
    else {
      group.hosts += 1;
      if (waitMs < group.waitMs) Object.assign(group, { first: host, waitMs });
    }
  }
  groups.delete('none');
  const [most] = [...groups.values()].sort((a, b) => b.hosts - a.hosts);
  return most === undefined ? null : limitBy(most, limits);
}

function limitBy({ waits, first, hosts, waitMs }: WaitingHosts, limits: SchedulerLimits): Limit {
  const host = first.key;
  switch (waits) {
    case 'none':
      return { kind: 'none' };
    case 'per-host':
      return { kind: 'per-host', host, perHost: limits.perHost, hosts };
    case 'delay':
      return { kind: 'delay', host, delayMs: limits.delayMs };
    case 'retry-after':
      return { kind: 'retry-after', host, waitMs };
    case 'backoff':
      return { kind: 'backoff', waitMs };
    case 'polite':
      return { kind: 'polite', host, allowed: first.allowed(limits), hosts };
    case 'per-minute':
      return { kind: 'per-minute', host, perMinute: limits.perMinute };
    case 'robots':
      return { kind: 'robots', host, delayMs: first.gate.crawlDelayMs };
    case 'failing':
      return { kind: 'failing', host, waitMs };
    default:
      return assertNever(waits);
  }
}
