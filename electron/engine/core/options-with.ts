import type { RunSecrets } from '#shared/engine-protocol/protocol.ts';
import { type ResolvedOptions, resolveOptions } from '#shared/job/defaults.ts';
import type { JobOptions } from '#shared/job/job.ts';

/**
 * The options of a job whose log-in has a user agent: it is sent with the cookies that were made with it,
 * unless the job names one itself.
 */
export function optionsWith(
  options: JobOptions | undefined,
  secrets: RunSecrets | undefined,
): ResolvedOptions {
  const resolved = resolveOptions(options);
  const userAgent = secrets?.logIn?.userAgent;
  return userAgent === undefined || options?.userAgent !== undefined || !resolved.cookies
    ? resolved
    : { ...resolved, userAgent };
}
