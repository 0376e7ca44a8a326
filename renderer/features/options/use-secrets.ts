import { useCallback, useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';

export interface Secrets {
  readonly jobId: string;
  /** Null until main has answered. */
  readonly summary: SecretsSummary | null;
  /** The reason why the secrets cannot be read. */
  readonly problem: string | null;
  /** Reads again: after every change. */
  readonly refresh: () => Promise<void>;
}

/** Which logins a job has; never the logins themselves. */
export function useSecrets(jobId: string): Secrets {
  const [told, setTold] = useState<Pick<Secrets, 'summary' | 'problem'>>({
    summary: null,
    problem: null,
  });
  const refresh = useCallback(async () => {
    try {
      setTold({ summary: await call('secrets.summary', { jobId }), problem: null });
    } catch (error) {
      setTold({ summary: null, problem: toErrorReply(error).message });
    }
  }, [jobId]);
  useEffect(() => void refresh(), [refresh]);
  return { jobId, ...told, refresh };
}

/** The storage of the secrets, as a sentence. */
export function keptWhere(summary: SecretsSummary | null): string {
  if (summary === null) return '';
  return summary.stored === 'keychain'
    ? 'Logins are kept encrypted by the keychain of this computer, and are never part of a job that you export.'
    : 'This computer has no keychain that Trawl can use: logins are kept in memory, and are gone once Trawl is closed.';
}
