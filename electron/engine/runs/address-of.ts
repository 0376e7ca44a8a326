import type { AddressOf } from '../core/leads/next-page.ts';
import { toUrl } from '../input/to-url.ts';

/** The address of a link. A login in it is left out: the site that wrote the link knows it anyway. */
export const addressOf: AddressOf = (link) => {
  if (!/^https?:/i.test(link)) return null;
  const found = toUrl(link);
  return found.kind === 'url' ? { url: found.url, key: found.key, host: found.host } : null;
};
