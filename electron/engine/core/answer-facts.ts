import type { AnswerFacts } from '../ports/extractor.ts';
import type { FetchedPage } from '../ports/fetcher.ts';

/** What fields can take of the answer that brought a page, at this try, or at the one that brought a kept page. */
export function answerFacts({ trace }: FetchedPage, attempt: number): AnswerFacts {
  const { status, headers, answeredAtMs } = trace;
  return { status, headers, answeredAtMs, attempt: trace.attempt ?? attempt };
}
