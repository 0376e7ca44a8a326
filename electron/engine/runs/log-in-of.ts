import { readCookiesTxt } from '#shared/cookies/cookies-txt.ts';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { CookieStore } from '../ports/cookie-store.ts';
import type { LogIn } from '../ports/log-in.ts';

/**
 * What the secrets of a run say of its log-in; null if there is none. A run that is resumed without a log-in
 * goes on with the cookies that its file keeps.
 */
export function logInOf(
  secrets: RunSecrets | undefined,
  kept: Pick<CookieStore, 'given'>,
): LogIn | null {
  const { cookies, logIn } = secrets ?? {};
  if (cookies === undefined && logIn === undefined) {
    return kept.given === null ? null : { domains: null, addresses: [], isOld: true };
  }
  const domains = new Set([
    ...readCookiesTxt(cookies ?? '').cookies.map(({ host }) => host),
    // Shops that are built by script may keep their session in the storage alone.
    ...(logIn?.storage ?? []).map(({ origin }) => new URL(origin).hostname),
  ]);
  return domains.size === 0 ? null : { domains: [...domains], addresses: logIn?.addresses ?? [] };
}
