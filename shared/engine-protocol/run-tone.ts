import type { RunSnapshot } from './run.ts';
import type { RunTone } from './run-warnings.ts';

/** How well a run goes; see `RunTone`. */
export function toneOf(
  run: Pick<RunSnapshot, 'state' | 'counts' | 'notUrls' | 'warnings'>,
): RunTone {
  const failed = failedPages(run);
  if (run.state === 'halted' || (failed > 0 && failed >= run.counts.done)) return 'bad';
  return failed > 0 || run.warnings.length > 0 ? 'warn' : 'good';
}

/** The pages that failed, without the lines that are no URLs and so were never fetched. */
export function failedPages({ counts, notUrls }: Pick<RunSnapshot, 'counts' | 'notUrls'>): number {
  return Math.max(0, counts.failed - notUrls);
}
