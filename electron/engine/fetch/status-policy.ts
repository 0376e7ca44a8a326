import { type ErrorCode, errorCodes, type Failure, failure } from '#shared/errors/error-codes.ts';

/**
 * The meaning of a final status for the request: null for a page that is used as it is, else the failure
 * and whether another try may help. 3xx without a target, and statuses above 599, count as pages, as in
 * browsers.
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
