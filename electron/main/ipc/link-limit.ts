import { TrawlError } from '#shared/errors/trawl-error.ts';

const mostLinks = 20;
const perMs = 60_000;

/**
 * Limits the links that main opens. Preload allows one link for a click. If a script gets around it, main
 * still opens no more than a person would, so that it cannot cover the desktop with browser windows.
 * @param now milliseconds on any monotonic clock
 * @returns a function to be called before each link is opened; it throws if there were too many
 */
export function createLinkLimit(now: () => number): () => void {
  let opened: readonly number[] = [];
  return () => {
    const at = now();
    opened = opened.filter((before) => before > at - perMs);
    if (opened.length >= mostLinks) {
      throw new TrawlError(
        'BUSY',
        `${mostLinks} links were opened within a minute. Wait a little before you open more.`,
      );
    }
    opened = [...opened, at];
  };
}
