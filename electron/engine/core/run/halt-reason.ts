import { TrawlError } from '#shared/errors/trawl-error.ts';

/**
 * The reason why a run cannot continue, as a sentence: the error, the loss, and the remedy.
 *
 * @param lost outcomes that could not be saved; their pages are fetched again after a resume
 */
export function haltReason(what: string, error: unknown, lost: number): string {
  // The file is gone, with all saved outcomes.
  if (error instanceof TrawlError && error.code === 'NOT_FOUND') return error.message;
  const sentences = [
    error instanceof TrawlError
      ? error.message
      : `${what}: ${error instanceof Error ? error.message : String(error)}.`,
  ];
  if (lost > 0) {
    const pages = lost === 1 ? 'The last page was' : `The last ${lost} pages were`;
    sentences.push(`${pages} not saved; resume the run to fetch what is missing.`);
  } else {
    sentences.push('Everything before is saved; resume the run to go on.');
  }
  return sentences.join(' ');
}
