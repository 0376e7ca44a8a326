/**
 * The maximum nesting of elements in a tree. Chromium builds no tree of over 512 levels from HTML, and none
 * of over 5,000 from XML; and both parsers here search all open elements at many tags, so that 100,000 levels
 * would take them a minute.
 */
export const maxLevels = 2048;

/** The page is nested more deeply than `maxLevels`. */
export class TooDeepError extends Error {
  constructor() {
    super('More elements are open than a tree may have.');
  }
}
