import type { Failure } from '#shared/errors/error-codes.ts';
import type { ExtractedPage } from '../../ports/extractor.ts';
import type { FetchTrace } from '../../ports/fetcher.ts';
import type { NextPage } from '../../ports/lead.ts';
import type { Booking } from '../schedule/booking.ts';
import type { UrlOutcome } from './counters.ts';

/** The result of a request, without the data that identify the request. */
export type Found = Pick<
  UrlOutcome,
  | 'failure'
  | 'rows'
  | 'trace'
  | 'encoding'
  | 'language'
  | 'extractMs'
  | 'hasPassword'
  | 'helped'
  | 'needsScript'
  | 'kept'
  | 'next'
> & { readonly inBrowser?: boolean };

export function pageRead(
  { outcome, extractMs }: ExtractedPage,
  trace: FetchTrace,
  next?: NextPage,
): Found {
  const { kept } = outcome;
  if (outcome.kind === 'failed') {
    return { failure: outcome.failure, rows: [], encoding: null, trace, extractMs, kept };
  }
  const { kind: _, next: _found, ...read } = outcome;
  return { failure: null, trace, extractMs, ...read, next };
}

/** A page with an error status: it failed, but has the rows that could be extracted from it. */
export function errorPageRead(failure: Failure, read: ExtractedPage, trace: FetchTrace): Found {
  return { ...pageRead(read, trace), failure };
}

/** @param trace null if nothing was sent */
export function pageFailed(failure: Failure, trace: FetchTrace | null): Found {
  return { failure, rows: [], trace, encoding: null, extractMs: 0 };
}

/**
 * @param startedAtMs since 1970
 * @param nowMs by the clock of the booking
 */
export function outcomeOf(
  { request, attempt, startedMs }: Booking,
  startedAtMs: number,
  nowMs: number,
  found: Found,
): UrlOutcome {
  return {
    requestId: request.id,
    hostId: request.hostId,
    url: request.url,
    attempts: attempt,
    state: stateOf(found.failure),
    startedAtMs,
    finishedAtMs: startedAtMs + nowMs - startedMs,
    inBrowser: false,
    ...found,
  };
}

function stateOf(failure: Failure | null): UrlOutcome['state'] {
  if (failure === null) return 'done';
  return failure.code === 'ROBOTS' ? 'skipped' : 'failed';
}
