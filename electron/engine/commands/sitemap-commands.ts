import type { SitemapReader } from '../sitemaps/sitemap-reader.ts';
import type { HandlersOf } from './handlers.ts';

export function sitemapCommands(reader: SitemapReader): HandlersOf<'sitemaps'> {
  return {
    'sitemaps.read': (params) => reader.read(params),
    'sitemaps.cancel': async ({ key }) => {
      reader.cancel(key);
    },
  };
}
