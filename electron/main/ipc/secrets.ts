import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function secretsHandlers({ secrets }: HandlerParts): DomainHandlers<'secrets'> {
  return {
    'secrets.summary': ({ jobId }) => secrets.summary(jobId),
    'secrets.set-cookies': async ({ jobId, text, domain }) => {
      await secrets.addCookies(jobId, text, domain);
    },
    'secrets.clear-cookies': async ({ jobId }) => {
      await secrets.clearCookies(jobId);
    },
    'secrets.set-proxy-logins': async ({ jobId, logins }) => {
      await secrets.setProxyLogins(jobId, logins);
    },
    'secrets.clear-proxy-login': async ({ jobId, proxy }) => {
      await secrets.clearProxyLogin(jobId, proxy);
    },
  };
}
