import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import {
  type KeptLogIn,
  type RunSecrets,
  runSecretsSchema,
} from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ProxyLogin, SecretsSummary } from '#shared/ipc/secrets.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { takingTurns } from '../coalesce.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Log } from '../log.ts';
import { addCookies, domainsOf } from './cookies-text.ts';
import { type SessionCookies, withSession } from './session-cookies.ts';
import type { Vault } from './vault.ts';

/** Log-in cookies and proxy logins, by job. Main passes their contents only to the engine. */
export interface SecretStore {
  summary(jobId: string): Promise<SecretsSummary>;
  /** The secrets for a run of the job; throws if they exist and cannot be read. */
  of(jobId: string): Promise<JobSecrets>;
  addCookies(jobId: string, text: string, domain: string): Promise<void>;
  /** Keeps a log-in of a window: its cookies take the place of those of its sites. */
  keepLogIn(jobId: string, session: SessionCookies, logIn: KeptLogIn): Promise<void>;
  /** Forgets the log-in: the cookies, and what a window has left beside them. */
  clearCookies(jobId: string): Promise<void>;
  /** A number that changes whenever the cookies of the job do. */
  versionOf(jobId: string): number;
  setProxyLogins(jobId: string, logins: readonly ProxyLogin[]): Promise<void>;
  clearProxyLogin(jobId: string, proxy: string): Promise<void>;
}

const jobSecretsSchema = runSecretsSchema.pick({
  cookies: true,
  proxyLogins: true,
  logIn: true,
});
export type JobSecrets = Pick<RunSecrets, 'cookies' | 'proxyLogins' | 'logIn'>;

const mostCookieChars = 1_000_000;

/**
 * Keeps the secrets of a job encrypted in `fileOf(jobId)`, beside the job; if the system has no keychain, in
 * memory only.
 */
export function createSecretStore(
  fileOf: (jobId: string) => string,
  vault: Vault,
  log: Log,
): SecretStore {
  const session = new Map<string, JobSecrets>();
  const inTurn = takingTurns();
  const versions = new Map<string, number>();
  const versionOf = (jobId: string): number => versions.get(jobId) ?? 0;
  const changed = (jobId: string): void => void versions.set(jobId, versionOf(jobId) + 1);

  const of = async (jobId: string): Promise<JobSecrets> => {
    const file = fileOf(jobId);
    return session.get(jobId) ?? (await read(file, vault));
  };
  /** Secrets that cannot be read any more must not prevent setting new ones. */
  const readable = async (jobId: string): Promise<JobSecrets> => {
    try {
      return await of(jobId);
    } catch (error) {
      if (!(error instanceof TrawlError) || error.code !== 'FILE_ERROR') throw error;
      log.error('Secrets that cannot be read are replaced', error);
      return {};
    }
  };
  const change = (jobId: string, edit: (secrets: JobSecrets) => JobSecrets): Promise<void> =>
    inTurn(jobId, async () => {
      const file = fileOf(jobId);
      const secrets = withoutEmpty(edit(await readable(jobId)));
      const isEmpty = Object.keys(secrets).length === 0;
      try {
        if (vault.isSecure() && !isEmpty) {
          await writeWholeFile(file, vault.encrypt(JSON.stringify(secrets)));
          session.delete(jobId);
          return;
        }
        await rm(file, { force: true });
      } catch (error) {
        throw fileTrouble(error, 'the login could not be stored');
      }
      if (isEmpty) session.delete(jobId);
      else session.set(jobId, secrets);
    });

  return {
    of: (jobId) => inTurn(jobId, () => of(jobId)),
    summary: (jobId) =>
      inTurn(jobId, async () => {
        const { cookies = '', proxyLogins = {}, logIn } = await of(jobId);
        return {
          stored: vault.isSecure() ? 'keychain' : 'session',
          cookies: domainsOf(cookies),
          logIn: logIn === undefined ? null : { atMs: logIn.atMs, hasUserAgent: true },
          proxies: Object.keys(proxyLogins),
        };
      }),
    versionOf,
    addCookies: (jobId, text, domain) =>
      change(jobId, (secrets) => {
        const cookies = addCookies(secrets.cookies ?? '', text, domain);
        if (cookies.length > mostCookieChars) {
          throw new TrawlError('BAD_INPUT', 'These are too many cookies. Paste those of the site.');
        }
        return { ...secrets, cookies };
      }).then(() => changed(jobId)),
    keepLogIn: (jobId, session, logIn) =>
      change(jobId, (secrets) => {
        const cookies = withSession(secrets.cookies ?? '', session);
        if (cookies.length > mostCookieChars) {
          throw new TrawlError('BAD_INPUT', 'These sites have set too many cookies to be kept.');
        }
        const { cookies: _, ...others } = secrets;
        const kept = { ...others, logIn: withEarlier(secrets.logIn, logIn) };
        return cookies === '' ? kept : { ...kept, cookies };
      }).then(() => changed(jobId)),
    clearCookies: (jobId) =>
      change(jobId, ({ cookies: _, logIn: __, ...others }) => others).then(() => changed(jobId)),
    setProxyLogins: (jobId, logins) =>
      change(jobId, (secrets) => {
        const added = logins.map(({ proxy, ...login }) => [proxy, login] as const);
        return {
          ...secrets,
          proxyLogins: { ...secrets.proxyLogins, ...Object.fromEntries(added) },
        };
      }),
    clearProxyLogin: (jobId, proxy) =>
      change(jobId, (secrets) => {
        const { [proxy]: _, ...proxyLogins } = secrets.proxyLogins ?? {};
        return { ...secrets, proxyLogins };
      }),
  };
}

async function read(file: string, vault: Vault): Promise<JobSecrets> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw fileTrouble(error, 'the logins of this job could not be read');
  });
  if (bytes === null) return {};
  try {
    return jobSecretsSchema.parse(JSON.parse(vault.decrypt(bytes)));
  } catch (error) {
    // A parser's own message may quote its input.
    throw new TrawlError(
      'FILE_ERROR',
      'The log-in cookies and proxy logins of this job cannot be read any more. Set them again under Options.',
      { cause: error instanceof z.ZodError ? undefined : (error as Error).name },
    );
  }
}

/** A later log-in adds to what earlier ones at other sites have left. */
function withEarlier(before: KeptLogIn | undefined, logIn: KeptLogIn): KeptLogIn {
  if (before === undefined) return logIn;
  const origins = new Set(logIn.storage.map(({ origin }) => origin));
  const others = before.storage.filter(({ origin }) => !origins.has(origin));
  return {
    ...logIn,
    addresses: [...new Set([...logIn.addresses, ...before.addresses])].slice(0, 20),
    storage: [...logIn.storage, ...others].slice(0, 20),
  };
}

function withoutEmpty({ cookies, proxyLogins, logIn }: JobSecrets): JobSecrets {
  return {
    ...(logIn === undefined ? {} : { logIn }),
    ...(cookies === undefined ? {} : { cookies }),
    ...(proxyLogins === undefined || Object.keys(proxyLogins).length === 0 ? {} : { proxyLogins }),
  };
}
