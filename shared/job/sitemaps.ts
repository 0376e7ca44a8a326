import { z } from 'zod';

function hasLogin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/** A sitemap, an index of sitemaps, a feed or a robots.txt that names some: the source of a list. */
export const sitemapSchema = z.strictObject({
  url: z
    .string()
    .max(2000)
    .refine((text) => URL.canParse(text) && /^https?:/i.test(text), {
      message: 'must be an address that begins with http:// or https://',
    })
    // It stands in the list, the table and its exports, beside each page that the sitemap names.
    .refine((text) => !hasLogin(text), {
      message: 'must have no user name or password: log in for the job instead',
    })
    .describe('The address of a sitemap, an index of sitemaps, a feed or a robots.txt.'),
  match: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('Only addresses that contain this; * stands for any characters.'),
  since: z.iso
    .date('must be a day as YYYY-MM-DD')
    .optional()
    .describe(
      'Only pages that changed on this day (YYYY-MM-DD) or later. Pages without a date stay in.',
    ),
});
export type Sitemap = Readonly<z.infer<typeof sitemapSchema>>;
