import type { RedirectHop } from '#shared/engine-protocol/results.ts';
import { errorCodes, type Failure } from '#shared/errors/error-codes.ts';
import { maskLogins } from '../logins.ts';
import type { FetchOutcome, FetchTrace } from '../ports/fetcher.ts';
import type { Secrets } from '../ports/kept-page.ts';
import { addressWithoutSecrets, withoutSecrets } from './secret-values.ts';

/**
 * An outcome in a form that may be stored and shown: sites repeat values of the request in a Location or in
 * the page of an error, and no secret may remain there. The page itself, which the person requested, is
 * unchanged.
 *
 * @param asked the requested address, which the person has written
 * @param secretsOf gathers the secrets of the request, if any are needed
 */
export function withoutEchoes(
  outcome: FetchOutcome,
  asked: string,
  secretsOf: () => Secrets,
): FetchOutcome {
  const { trace } = outcome.kind === 'page' ? outcome.page : outcome;
  if (outcome.kind === 'page' && trace.redirects.length === 0) return outcome;
  const secrets = secretsOf();
  const shown = traceWithoutSecrets(trace, asked, secrets);
  const page = outcome.page && { page: { ...outcome.page, trace: shown } };
  return outcome.kind === 'page'
    ? { ...outcome, ...page }
    : {
        ...outcome,
        ...page,
        failure: failureWithoutSecrets(outcome.failure, secrets),
        trace: shown,
      };
}

/** The hosts between the address that was requested and the one from which the page came. */
export function hostsOf(
  asked: string,
  finalUrl: string,
  redirects: readonly RedirectHop[],
): ReadonlySet<string> {
  const addresses = redirects.flatMap(({ from, to }) => [from, to]);
  return new Set([asked, finalUrl, ...addresses].map((address) => new URL(address).hostname));
}

function traceWithoutSecrets(trace: FetchTrace, asked: string, secrets: Secrets): FetchTrace {
  const shown = (address: string): string =>
    address === asked ? address : addressWithoutSecrets(address, secrets);
  const { said, notFollowed } = trace;
  return {
    ...trace,
    finalUrl: shown(trace.finalUrl),
    redirects: trace.redirects.map((hop) => ({ ...hop, from: shown(hop.from), to: shown(hop.to) })),
    ...(notFollowed === undefined ? {} : { notFollowed: shown(notFollowed) }),
    ...(said === undefined ? {} : { said: withoutSecrets(maskLogins(said), secrets) }),
  };
}

/** The texts of the failure itself are Trawl's own. */
function failureWithoutSecrets(reason: Failure, secrets: Secrets): Failure {
  const { title } = errorCodes[reason.code];
  const own = reason.message.startsWith(title) ? title : '';
  const rest = maskLogins(reason.message.slice(own.length));
  return { ...reason, message: own + withoutSecrets(rest, secrets) };
}
