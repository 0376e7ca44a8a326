import { Pointing } from './pointing.ts';
import type { PointingPorts } from './pointing-state.ts';

const pointings = new Map<string, Pointing>();

/** The pointing of a job, kept while the window is open, so that showing the tab again shows the page again. */
export function pointingOf(jobId: string, ports: () => PointingPorts): Pointing {
  const known = pointings.get(jobId);
  if (known) return known;
  const pointing = new Pointing(jobId, ports());
  pointings.set(jobId, pointing);
  return pointing;
}
