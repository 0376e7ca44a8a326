import type { ProxyLine } from '#shared/engine-protocol/run.ts';

const mostShown = 50;

/** The proxies that a snapshot shows: those with failures first. */
export function shownProxies(lines: readonly ProxyLine[]): readonly ProxyLine[] {
  const trouble = ({ state }: ProxyLine): number => (state === 'resting' ? 0 : 1);
  return [...lines]
    .sort((a, b) => trouble(a) - trouble(b) || b.failed - a.failed)
    .slice(0, mostShown);
}

/** The number of proxies that rest, if all of them do; null otherwise. */
export function allResting(lines: readonly ProxyLine[]): number | null {
  const resting = lines.filter(({ state }) => state === 'resting').length;
  return resting > 0 && resting === lines.length ? resting : null;
}
