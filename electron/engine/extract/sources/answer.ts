import type { AnswerFacts } from '#engine/ports/extractor.ts';
import { headerOf } from '../../page/header-lines.ts';
import type { Page } from '../load-page.ts';

/** A part of the answer as text; null if the answer has none, or is not known. */
export function partOfAnswer({ url, answer }: Page, part: string): string | null {
  if (part === 'url') return url;
  return answer === null ? null : partOf(answer, part);
}

function partOf({ status, headers, answeredAtMs, attempt }: AnswerFacts, part: string) {
  switch (part) {
    case 'status':
      return status === null ? null : String(status);
    case 'time':
      return answeredAtMs === null ? null : new Date(answeredAtMs).toISOString();
    case 'contentType':
      return headerOf(headers, 'content-type');
    case 'try':
      return String(attempt);
    default:
      return headerOf(headers, part.slice('header:'.length));
  }
}
