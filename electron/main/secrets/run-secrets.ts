import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import type { JobSecrets } from './secret-store.ts';

/** The secrets that the engine receives with every start of a run. */
export interface RunSecretsSource {
  /** @param jobId null: a run of the command line */
  of(jobId: string | null): Promise<RunSecrets>;
}

/** @param ofJob null if the library does not have the job */
export function createRunSecrets(
  ofJob: (jobId: string) => Promise<JobSecrets> | null,
): RunSecretsSource {
  return { of: async (jobId) => (jobId === null ? null : await ofJob(jobId)) ?? {} };
}
