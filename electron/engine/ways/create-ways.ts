import type { LookupFunction } from 'node:net';
import { assertNever } from '#shared/assert-never.ts';
import type { WayNow } from '#shared/engine-protocol/run.ts';
import type { Way } from '#shared/job/way.ts';
import { every } from '../core/every.ts';
import { WayChoice } from '../core/way-choice.ts';
import type { ExtractRules } from '../extract/extract-rules.ts';
import type { HopWorkers } from '../fetch/session-routes.ts';
import type { Clock } from '../ports/clock.ts';
import { workerUrl } from '../worker-files.ts';
import {
  processLife,
  startThread,
  type WorkerLife,
  type WorkerProcess,
} from '../workers/worker-life.ts';
import { FetchPool } from './fetch-pool.ts';
import { idleCores } from './idle-cores.ts';
import { fullShare, loopShare } from './loop-share.ts';
import type { Usage } from './worker-messages.ts';

/** The way in which a run works now, and the workers of that way. */
export interface Ways {
  readonly now: WayNow;
  /** The workers that fetch and read the pages of the run; null: this process does it. */
  workers(): HopWorkers | null;
  /** This computer is the limit: the loop, or each of the workers, is busy all the time. */
  readonly isFull: boolean;
  /** The resources that the worker processes use, without this process. */
  usage(): Usage;
  close(): void;
}

interface WaysOptions {
  readonly option: 'auto' | Way;
  readonly rules: ExtractRules;
  readonly lookup: LookupFunction;
  readonly clock: Clock;
  readonly cores: number;
  /** Absent if the host cannot start any. */
  readonly startProcess?: (() => WorkerProcess) | undefined;
  readonly deadlineMs?: number | undefined;
}

const lookMs = 500;
const mostWorkers = 8;

export function createWays(options: WaysOptions): Ways {
  const { cores, startProcess, deadlineMs } = options;
  const choice = new WayChoice(options.option, { cores, processes: startProcess !== undefined });
  const pools = new Map<Way, FetchPool>();
  const share = loopShare();
  const idle = idleCores();
  let busy = 0;
  const stopLooking = every(options.clock, lookMs, () => {
    busy = share();
    choice.looked(busy >= fullShare, idle());
  });

  const poolOf = (way: Way, start: () => WorkerLife): FetchPool => {
    const known = pools.get(way);
    if (known !== undefined) return known;
    const pool = new FetchPool({
      rules: options.rules,
      lookup: options.lookup,
      size: Math.min(cores, mostWorkers),
      start,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
    pools.set(way, pool);
    return pool;
  };

  return {
    get now() {
      return choice.now;
    },
    workers() {
      const { way } = choice.now;
      switch (way) {
        case 'sequential':
        case 'event-loop':
          return null;
        case 'threads':
          return poolOf(way, () => startThread(workerUrl('fetch-thread')));
        case 'processes':
          return startProcess === undefined ? null : poolOf(way, () => processLife(startProcess()));
        default:
          return assertNever(way);
      }
    },
    get isFull() {
      return pools.get(choice.now.way)?.isFull ?? busy >= fullShare;
    },
    usage() {
      let rssBytes = 0;
      let cpuMs = 0;
      for (const pool of pools.values()) {
        const usage = pool.usage();
        rssBytes += usage.rssBytes;
        cpuMs += usage.cpuMs;
      }
      return { rssBytes, cpuMs };
    },
    close() {
      stopLooking();
      for (const pool of pools.values()) pool.close();
    },
  };
}
