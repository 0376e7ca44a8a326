import type { ListAccount } from '#shared/engine-protocol/input.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { accountParts } from '#shared/list-account.ts';

/** A list without any URL is an error: nothing would be fetched, and the run would still be "done". */
export function emptyList(account: ListAccount): TrawlError {
  const parts = accountParts(account);
  const holds = parts.length === 0 ? 'it is empty' : `it has ${parts.join(', ')}`;
  return new TrawlError('BAD_INPUT', `The list holds no URL: ${holds}.`);
}
