import type { Failure } from '#shared/errors/error-codes.ts';
import type { HopResult } from './hop-messages.ts';

/** The result of a hop without an answer. */
export function failedHop(failure: Failure): HopResult {
  return {
    kind: 'failed',
    failure,
    status: null,
    headers: {
      lines: '',
      contentType: null,
      location: undefined,
      retryAfter: undefined,
      setCookie: [],
    },
    wireBytes: 0,
    headersMs: 0,
    bodyMs: 0,
    untrusted: false,
  };
}
