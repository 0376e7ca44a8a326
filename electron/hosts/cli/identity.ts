import { readFile } from 'node:fs/promises';
import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { type ProxyAddress, parseProxy } from '#shared/job/proxy.ts';

export interface IdentityWords {
  /** The path of a cookies.txt file. */
  readonly cookies: string | null;
  /** URLs, with their logins. */
  readonly proxies: readonly string[];
}

interface GivenIdentity {
  /** Used instead of those of the job; null if none are given. Without logins. */
  readonly proxies: readonly string[] | null;
  readonly secrets: RunSecrets;
}

/**
 * The cookies and proxies from the arguments and the environment: `--cookies`, and `--proxy`, else
 * TRAWL_PROXY. Those for jobs that use the system's proxies are found for each host (`env-proxies.ts`).
 *
 * @throws TrawlError BAD_INPUT; an invalid URL is not repeated in it, since it may hold a password
 */
export async function readIdentity(
  words: IdentityWords,
  env: Readonly<Record<string, string | undefined>>,
): Promise<GivenIdentity> {
  const fromEnv = env['TRAWL_PROXY']?.split(/[\s,]+/).filter((text) => text !== '') ?? [];
  const byHand = words.proxies.length > 0;
  const proxies = (byHand ? words.proxies : fromEnv).map((text) =>
    proxyOf(text, byHand ? '--proxy' : 'TRAWL_PROXY'),
  );
  const logins = proxies.flatMap(({ name, login }) =>
    login === null ? [] : [[name, login] as const],
  );
  const cookies = words.cookies === null ? {} : { cookies: await readCookies(words.cookies) };
  return {
    proxies: proxies.length === 0 ? null : proxies.map(({ name }) => name),
    secrets: {
      ...cookies,
      ...(logins.length === 0 ? {} : { proxyLogins: Object.fromEntries(logins) }),
    },
  };
}

function proxyOf(text: string, from: string): ProxyAddress {
  const proxy = parseProxy(text);
  if (proxy !== null) return proxy;
  throw new TrawlError(
    'BAD_INPUT',
    `${from} must look like http://proxy.example:8080 (or https:, socks5:), with or without user:password@.`,
  );
}

async function readCookies(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new TrawlError('BAD_INPUT', `The cookies in ${file} cannot be read. Check its name.`, {
      cause,
    });
  }
}
