import type { WayNow } from '#shared/engine-protocol/run.ts';
import type { Way } from '#shared/job/way.ts';

const ways: Readonly<Record<Way, string>> = {
  sequential: 'One page after the other',
  threads: 'Threads fetch and read',
  processes: 'Processes fetch and read',
  'event-loop': 'One event loop fetches',
};

const reasons: Readonly<Record<WayNow['why'], string>> = {
  asked: '',
  enough: '',
  'loop-busy': ', since one event loop did not keep up',
  'one-core': '',
  'no-processes': ', since no processes can be started here',
};

/** The way of running now, and the reason for it where `auto` or this computer decided it. */
export const waySentence = ({ way, why }: WayNow): string => `${ways[way]}${reasons[why]}.`;
