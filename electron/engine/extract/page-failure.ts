import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { JsonError } from './sources/json/read-json.ts';
import { TooDeepError } from './tree-levels.ts';

/** The failure of a page for an error that was thrown while it was read. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TooDeepError) return failure('TOO_DEEP');
  if (error instanceof JsonError) return failure('NOT_JSON', `${error.message}`);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && message.includes('call stack')) return failure('TOO_DEEP');
  if (/string length|longer than 0x/i.test(message)) {
    return failure('TOO_LARGE', 'it is longer than a text can be here');
  }
  return failure('EXTRACT_FAILED', message);
}
