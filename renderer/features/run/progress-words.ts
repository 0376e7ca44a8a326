import type { RequestCounts, RunSnapshot } from '#shared/engine-protocol/run.ts';
import {
  formatClockDuration,
  formatCount,
  formatPercent,
  formatQuantity,
  formatRate,
} from '#shared/format.ts';
import { isAtRest } from './run-feed.ts';

/** Pages whose outcome is known. */
export const settled = ({ done, failed, skipped }: RequestCounts) => done + failed + skipped;

export const percentText = ({ counts }: Pick<RunSnapshot, 'counts'>) =>
  formatPercent(settled(counts), counts.total);

export const ofText = ({ counts }: RunSnapshot) =>
  `${formatCount(settled(counts))} of ${formatQuantity(counts.total, 'page')}`;

/** The time that the run has taken; while it goes, its speed and the time that is left, too. */
export function paceText({ state, ratePerSecond, elapsedMs, etaMs }: RunSnapshot): string {
  const elapsed = formatClockDuration(elapsedMs);
  if (isAtRest(state)) return `Took ${elapsed}`;
  const parts = [`${elapsed} elapsed`];
  if (state === 'running') parts.unshift(`${formatRate(ratePerSecond)} pages/s`);
  if (etaMs !== null) parts.push(`${formatClockDuration(etaMs)} left`);
  return parts.join('  ·  ');
}

/** Pages that robots.txt disallows are listed separately from repeated URLs. */
export function skippedText({ counts, skippedByRobots }: RunSnapshot): string {
  const all = nonZero(counts.skipped, 'skipped');
  if (skippedByRobots === 0) return all;
  return skippedByRobots === counts.skipped
    ? `${all} by robots.txt`
    : `${all} (${formatCount(skippedByRobots)} by robots.txt)`;
}

/** Empty for none. */
export const nonZero = (count: number, what: string) =>
  count === 0 ? '' : `${formatCount(count)} ${what}`;
