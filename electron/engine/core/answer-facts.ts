import type { AnswerFacts } from '../ports/extractor.ts';
import type { FetchedPage } from '../ports/fetcher.ts';

/** What fields can take of the answer that brought a page, at this try. */
export function answerFacts({ trace }: FetchedPage, attempt: number): AnswerFacts {
  const { status, headers, answeredAtMs } = trace;
  return { status, headers, answeredAtMs, attempt };
}
