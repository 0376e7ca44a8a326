import type { Usage } from '../ways/worker-messages.ts';

/**
 * The resources that the engine uses: this process with all its threads, and the processes that it has
 * started.
 *
 * @param browserBytes the memory of a browser that works for it
 */
export function usageWith(processes: Usage, browserBytes: number): Usage {
  const { user, system } = process.cpuUsage();
  return {
    rssBytes: process.memoryUsage.rss() + processes.rssBytes + browserBytes,
    cpuMs: (user + system) / 1000 + processes.cpuMs,
  };
}
