import { type Sitemap, sitemapSchema } from '#shared/job/sitemaps.ts';
import { quoted } from '#shared/plain-text.ts';
import { listOptionNames } from './list-words.ts';
import { wrong } from './word-values.ts';

export const sitemapOptions = {
  sitemap: { type: 'string', multiple: true },
  'sitemap-match': { type: 'string' },
  'sitemap-since': { type: 'string' },
} as const;

export const sitemapOptionNames = Object.keys(sitemapOptions) as (keyof typeof sitemapOptions)[];

interface Values {
  readonly sitemap?: readonly string[] | undefined;
  readonly 'sitemap-match'?: string | undefined;
  readonly 'sitemap-since'?: string | undefined;
}

/**
 * The sitemaps whose pages take the place of the job's list; null for none.
 *
 * @throws TrawlError BAD_INPUT
 */
export function sitemapWords(
  values: { readonly [K in 'urls' | (typeof listOptionNames)[number]]?: unknown } & Values,
): readonly Sitemap[] | null {
  const { sitemap: urls, 'sitemap-match': match, 'sitemap-since': since } = values;
  if (urls === undefined) {
    if (match === undefined && since === undefined) return null;
    throw wrong('--sitemap-match and --sitemap-since need a --sitemap.');
  }
  const other = (['urls', ...listOptionNames] as const).find((name) => values[name] !== undefined);
  if (other !== undefined) throw wrong(`--sitemap takes no --${other}: it is a list of its own.`);
  return urls.map((url) => {
    const filter = {
      ...(match === undefined ? {} : { match }),
      ...(since === undefined ? {} : { since }),
    };
    const parsed = sitemapSchema.safeParse({ url, ...filter });
    if (parsed.success) return parsed.data;
    switch (parsed.error.issues[0]?.path[0]) {
      case 'url':
        throw wrong(
          `--sitemap must be an address that begins with http:// or https://, not ${quoted(url)}.`,
        );
      case 'since':
        throw wrong(`--sitemap-since must be a day as YYYY-MM-DD, not ${quoted(since ?? '')}.`);
      default:
        throw wrong('--sitemap-match must be a part of an address, of 1 to 1,000 characters.');
    }
  });
}
