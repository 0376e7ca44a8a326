import type { Failure } from '#shared/errors/error-codes.ts';

/**
 * The reason why Trawl itself made no connection. Its `code` is none of undici's own, since those make its
 * pool try again.
 */
export class ConnectError extends Error {
  readonly code = 'TRAWL_CONNECT';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'ConnectError';
    this.failure = failure;
  }
}
