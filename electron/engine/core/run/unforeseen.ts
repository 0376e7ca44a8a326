import { type Failure, failure } from '#shared/errors/error-codes.ts';
import type { Logger } from '../../ports/logger.ts';

/** Logs a defect of Trawl and returns it as the failure of the one request in which it occurred. */
export function unforeseen(logger: Logger, what: string, error: unknown): Failure {
  logger.error(`${what} went wrong in an unforeseen way.`, error);
  return failure('INTERNAL', error instanceof Error ? error.message : String(error));
}
