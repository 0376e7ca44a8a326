import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { JobSecrets } from './secret-store.ts';

/** What the engine is handed with every start of a run. */
export interface RunSecretsSource {
  /** For a run of a job of the library. Null: a run of the command line, or of a deleted job. */
  of(jobId: string | null): Promise<RunSecrets>;
}

export interface RunSecretsParts {
  /** Null where the library does not have the job. */
  jobSecrets(jobId: string): Promise<JobSecrets> | null;
  /** The beginning of the job's list. */
  listHead(jobId: string): Promise<string>;
  /** As Electron's `session.resolveProxy`: "PROXY a:80; SOCKS5 b:1080; DIRECT". */
  resolveProxy(url: string): Promise<string>;
}

/**
 * The proxies of the system are always handed over: the run's own options, which a resume does not
 * show, say whether they are used. They are asked for by the first address of the list.
 */
export function createRunSecrets({
  jobSecrets,
  listHead,
  resolveProxy,
}: RunSecretsParts): RunSecretsSource {
  return {
    async of(jobId) {
      const known = jobId === null ? null : jobSecrets(jobId);
      const secrets = (await known) ?? {};
      const url = firstOrigin(known === null || jobId === null ? '' : await listHead(jobId));
      return { ...secrets, systemProxies: proxiesOf(await resolveProxy(url)) };
    },
  };
}

/** What a PAC answer names, in order, up to the first "go directly". */
export function proxiesOf(answer: string): string[] {
  const proxies: string[] = [];
  for (const part of answer.split(';')) {
    const [kind = '', address = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') break;
    const scheme = schemes[kind.toUpperCase()];
    if (scheme !== undefined && address !== '') proxies.push(`${scheme}://${address}`);
  }
  return proxies;
}

/** SOCKS without a number is version 4, which the engine does not speak. */
const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
};

function firstOrigin(list: string): string {
  const found = /https?:\/\/[^\s,;"'<>]+/i.exec(list)?.[0];
  return found !== undefined && URL.canParse(found)
    ? `${new URL(found).origin}/`
    : 'https://example.com/';
}
