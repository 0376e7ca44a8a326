import { type FileHandle, open } from 'node:fs/promises';
import { type Failure, failure } from '#shared/errors/error-codes.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { failureOfStatus } from '../fetch/status-policy.ts';
import { pageFileOf } from '../pages/page-file.ts';
import type { FetchSession } from '../ports/fetch-sessions.ts';
import type { FetchOutcome, FetchRules, FetchTrace } from '../ports/fetcher.ts';
import { pageOf } from '../store/kept-page.ts';
import { KeptPageIndex, type KeptPlace } from '../store/kept-page-index.ts';
import { storageError } from '../store/storage-error.ts';

/**
 * Fetches the pages of a run from what it has kept: no request goes to any site. A page that was not kept
 * fails with the reason.
 *
 * @param runFile of the run that has kept them
 * @throws TrawlError NOT_FOUND if that run is deleted
 */
export function keptSession(runFile: string): FetchSession {
  const index = new KeptPageIndex(runFile);
  const file = pageFileOf(runFile);
  let opened: Promise<FileHandle> | null = null;
  const bytesOf = async (place: Extract<KeptPlace, { kind: 'kept' }>): Promise<Uint8Array> => {
    opened ??= open(file, 'r');
    const bytes = new Uint8Array(place.length);
    const { bytesRead } = await (await opened).read(bytes, 0, place.length, place.offset);
    return bytes.subarray(0, bytesRead);
  };
  return {
    async fetch(url, rules, signal, requestId) {
      const place = requestId === undefined ? unknown : index.find(requestId);
      const outcome = await fetchKept(url, rules, place, { file, bytesOf });
      if (signal.aborted) throw signal.reason;
      return outcome;
    },
    proxies: () => [],
    saveCookies: () => undefined,
    async close() {
      index.close();
      const handle = await opened?.catch(() => null);
      await handle?.close();
    },
  };
}

const unknown: KeptPlace = { kind: 'not-kept', reason: 'it is no page of the list' };

interface KeptBytes {
  readonly file: string;
  bytesOf(place: Extract<KeptPlace, { kind: 'kept' }>): Promise<Uint8Array>;
}

async function fetchKept(
  url: string,
  { errorPages = false }: FetchRules,
  place: KeptPlace,
  { file, bytesOf }: KeptBytes,
): Promise<FetchOutcome> {
  if (place.kind === 'not-kept') return notKept(url, place.reason);
  try {
    const page = await pageOf(place, await bytesOf(place));
    const refused = failureOfStatus(page.trace.status, undefined);
    if (refused === null) return { kind: 'page', page };
    const { trace } = page;
    const failed = { kind: 'failed', failure: { ...refused, retryable: false }, trace } as const;
    return errorPages ? { ...failed, page } : failed;
  } catch (error) {
    return notKept(url, toErrorReply(storageError(error, file)).message.replace(/\.$/, ''));
  }
}

function notKept(url: string, reason: string): FetchOutcome {
  const why: Failure = failure('NOT_KEPT', reason);
  const trace: FetchTrace = {
    finalUrl: url,
    status: null,
    redirects: [],
    headers: '',
    contentType: null,
    answeredAtMs: null,
    wireBytes: 0,
    headersMs: 0,
    bodyMs: 0,
    notes: [],
  };
  return { kind: 'failed', failure: why, trace };
}
