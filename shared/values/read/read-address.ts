import { misfit, plainValue, type Reading } from './reading.ts';

/** An absolute address of the web. The worker that read the page has made its links absolute. */
export function readUrl(text: string): Reading<never, string> {
  const trimmed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(trimmed)) return misfit;
  const url = URL.parse(trimmed);
  return url === null || url.hostname === '' ? misfit : plainValue(url.href);
}

/**
 * The address of a picture. `data:` addresses are misfits: they are mostly the blanks that stand where a script
 * loads the picture later.
 */
export const readPicture = readUrl;
