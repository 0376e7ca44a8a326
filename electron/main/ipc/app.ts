import { TrawlError } from '#shared/errors/trawl-error.ts';
import { createLinkLimit } from './link-limit.ts';
import type { HandlerParts } from './parts.ts';
import type { DomainHandlers } from './register-handlers.ts';

export function appHandlers({
  settings,
  shell,
  info,
}: HandlerParts): DomainHandlers<'app'> & DomainHandlers<'settings'> {
  const allowLink = createLinkLimit(() => performance.now());
  return {
    'settings.get': () => settings.get(),
    'settings.set': async (changed) => {
      await settings.set(changed);
    },
    'app.info': () => info,
    'app.open-external': async ({ url }) => {
      const address = webAddress(url);
      allowLink();
      await shell.openExternal(address);
    },
  };
}

/** For other schemes (file:, smb:, ms-…) the system would start programs: only http and https are opened. */
function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new TrawlError(
      'BAD_INPUT',
      'Only addresses that begin with http or https can be opened.',
    );
  }
  return url.href;
}
