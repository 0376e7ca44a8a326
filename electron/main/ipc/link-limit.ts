import { TrawlError } from '#shared/errors/trawl-error.ts';

const mostLinks = 20;
const perMs = 60_000;

/**
 * Preload lets a click open one link. Should a script get around it, main still opens no more than a
 * person would, so that it cannot bury the desktop in browser windows.
 * @param now milliseconds on any clock that only goes forward
 * @returns to be called before each link is opened; throws when there were too many
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
