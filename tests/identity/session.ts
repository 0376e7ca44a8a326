import type { LookupFunction } from 'node:net';
import { createFetcher, type FetcherOptions } from '#engine/fetch/create-fetcher.ts';
import type { Identity } from '#engine/ports/fetch-sessions.ts';
import type { FetchOutcome, FetchRules } from '#engine/ports/fetcher.ts';
import { defaultOptions } from '#shared/job/defaults.ts';
import { rootCertificate } from '../hostile/certificates.ts';

export const rules: FetchRules = { timeoutMs: 20_000, maxBytes: 1_000_000, headers: {} };
/** A signal of its own for each request, as in a run: Node 20 warns of many listeners on one signal. */
export const never = (): AbortSignal => new AbortController().signal;

/** Resolves every name to this machine. */
export const toThisMachine: LookupFunction = (_host, options, callback) => {
  if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

/** For names that only a proxy may look up. */
export const noLookup: LookupFunction = (host, _options, callback) =>
  callback(Object.assign(new Error(`${host} was looked up here`), { code: 'ENOTFOUND' }), '', 0);

/** A session as in a run. Closing it closes everything. */
export function openSession(
  identity: Omit<Partial<Identity>, 'options'> & {
    readonly options?: Partial<Identity['options']>;
  },
  fetcherOptions: FetcherOptions = {},
) {
  const fetcher = createFetcher({ ca: [rootCertificate], ...fetcherOptions });
  const session = fetcher.session({
    ...identity,
    options: { ...defaultOptions, ...identity.options },
  });
  return {
    session,
    get: (url: string, change: Partial<FetchRules> = {}, signal = never()): Promise<FetchOutcome> =>
      session.fetch(url, { ...rules, ...change }, signal),
    close: () => fetcher.close(),
  };
}

export function codeOf(outcome: FetchOutcome): string {
  return outcome.kind === 'page' ? 'page' : outcome.failure.code;
}

export function textOf(outcome: FetchOutcome): string {
  if (outcome.kind !== 'page') throw new Error(`no page: ${outcome.failure.message}`);
  return Buffer.from(outcome.page.body).toString('utf8');
}
