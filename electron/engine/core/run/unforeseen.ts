import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Logger } from '../../ports.ts';

/** A mistake in Trawl itself, logged: the failure of the one request that met it. */
export function unforeseen(logger: Logger, what: string, error: unknown): Failure {
  logger.error(`${what} went wrong in an unforeseen way.`, error);
  return failure('INTERNAL', error instanceof Error ? error.message : String(error));
}
