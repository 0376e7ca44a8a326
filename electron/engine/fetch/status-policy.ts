import { type ErrorCode, errorCodes, type Failure, failure } from '#shared/errors/error-codes.ts';

/**
 * What a final status means for the request: null for a page that is taken as it is, else the
 * failure with whether it is worth another try. 3xx without a place to go, and statuses beyond 599,
 * count as pages, as browsers take them.
 */
export function failureOfStatus(status: number, retryAfterMs: number | undefined): Failure | null {
  if (status < 400 || status > 599) return null;
  const exact = `HTTP_${status}`;
  const code: ErrorCode = isErrorCode(exact) ? exact : status >= 500 ? 'HTTP_5XX' : 'HTTP_4XX';
  return failure(code, String(status), retryAfterMs === undefined ? {} : { retryAfterMs });
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCodes, text);
}
