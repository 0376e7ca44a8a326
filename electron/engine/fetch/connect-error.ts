import type { Failure } from '#shared/errors/error-codes.ts';

/**
 * Why no connection was made, decided by us. Its `code` is none of undici's own: those make its
 * pool try again by itself.
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
