import type { Usage } from '../ways/worker-messages.ts';

/**
 * The resources that the engine uses: this process with all its threads, and the processes that it has
 * started.
 */
export function usageWith(processes: Usage): Usage {
  const { user, system } = process.cpuUsage();
  return {
    rssBytes: process.memoryUsage.rss() + processes.rssBytes,
    cpuMs: (user + system) / 1000 + processes.cpuMs,
  };
}
