import { checkOptions } from '../library/check-job.ts';
import type { HandlerParts } from './parts.ts';
import { ensureSampleSite } from './ready-to-run.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function loginHandlers(parts: HandlerParts): DomainHandlers<'login'> {
  const { library, logins } = parts;
  return {
    'login.open': async ({ jobId, address }) => {
      const options = checkOptions(library.get(jobId)) ?? {};
      await ensureSampleSite(parts, jobId);
      return { kept: await logins.open(jobId, options, address) };
    },
  };
}
