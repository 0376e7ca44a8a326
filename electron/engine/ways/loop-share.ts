import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** From this share of busy time on, an event loop is the limit. */
export const fullShare = 0.9;

/** The share of the time since the last call in which this thread's event loop was busy, from 0 to 1. */
export function loopShare(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
