import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { type RunSecrets, runSecretsSchema } from '#shared/engine-protocol/protocol.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { ProxyLogin, SecretsSummary } from '#shared/ipc/secrets.ts';
import { writeWholeFile } from '../../files/whole-file.ts';
import { takingTurns } from '../coalesce.ts';
import { fileTrouble } from '../file-trouble.ts';
import type { Log } from '../log.ts';
import { addCookies, domainsOf } from './cookies-text.ts';
import type { Vault } from './vault.ts';

/** Login cookies and proxy logins, by job. Main passes their contents only to the engine. */
export interface SecretStore {
  summary(jobId: string): Promise<SecretsSummary>;
  /** The secrets for a run of the job; throws if they exist and cannot be read. */
  of(jobId: string): Promise<JobSecrets>;
  addCookies(jobId: string, text: string, domain: string): Promise<void>;
  clearCookies(jobId: string): Promise<void>;
  setProxyLogins(jobId: string, logins: readonly ProxyLogin[]): Promise<void>;
  clearProxyLogin(jobId: string, proxy: string): Promise<void>;
}

const jobSecretsSchema = runSecretsSchema.pick({ cookies: true, proxyLogins: true });
export type JobSecrets = Pick<RunSecrets, 'cookies' | 'proxyLogins'>;

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
        const { cookies = '', proxyLogins = {} } = await of(jobId);
        return {
          stored: vault.isSecure() ? 'keychain' : 'session',
          cookies: domainsOf(cookies),
          proxies: Object.keys(proxyLogins),
        };
      }),
    addCookies: (jobId, text, domain) =>
      change(jobId, (secrets) => {
        const cookies = addCookies(secrets.cookies ?? '', text, domain);
        if (cookies.length > mostCookieChars) {
          throw new TrawlError('BAD_INPUT', 'These are too many cookies. Paste those of the site.');
        }
        return { ...secrets, cookies };
      }),
    clearCookies: (jobId) => change(jobId, ({ cookies: _, ...others }) => others),
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
      'The login cookies and proxy logins of this job cannot be read any more. Set them again under Options.',
      { cause: error instanceof z.ZodError ? undefined : (error as Error).name },
    );
  }
}

function withoutEmpty({ cookies, proxyLogins }: JobSecrets): JobSecrets {
  return {
    ...(cookies === undefined ? {} : { cookies }),
    ...(proxyLogins === undefined || Object.keys(proxyLogins).length === 0 ? {} : { proxyLogins }),
  };
}
