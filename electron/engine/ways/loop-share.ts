import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** At work from this share of its time on, an event loop is what limits. */
export const fullShare = 0.9;

/** How much of the time since the last call this thread's event loop was at work, from 0 to 1. */
export function loopShare(): () => number {
  let before: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
