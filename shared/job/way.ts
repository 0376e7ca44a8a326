/**
 * The ways of running: how requests are made and pages read. All of them go through the same
 * scheduler, limits, store and progress.
 *
 * sequential: one request at a time on one connection. threads: worker threads that each fetch and
 * extract. processes: processes that each fetch and extract. event-loop: one loop fetches, worker
 * threads extract.
 */
export const ways = ['sequential', 'threads', 'processes', 'event-loop'] as const;
export type Way = (typeof ways)[number];

export const wayNames: Readonly<Record<Way, string>> = {
  sequential: 'Sequential',
  threads: 'Threads',
  processes: 'Processes',
  'event-loop': 'Event loop',
};
