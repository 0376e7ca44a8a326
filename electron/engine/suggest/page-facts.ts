import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import type { Page } from '../extract/load-page.ts';
import { contextOf, type PageContext } from '../extract/page-context.ts';
import { type Proposal, propose } from './propose.ts';

/** Fields about the page as a whole: its head, its headings, its metadata for social networks. */
export function pageFacts(page: Page): readonly Suggestion[] {
  const context = contextOf(page);
  return [
    group('Page', firstOfEach(context, aboutThePage)),
    group('Open Graph', firstOfEach(context, openGraph)),
    group('Twitter', firstOfEach(context, twitter)),
  ].filter(({ fields }) => fields.length > 0);
}

function group(name: string, fields: readonly Proposal[]): Suggestion {
  return { group: name, each: null, fields };
}

/** Each line has alternatives; the first that yields a value is taken. */
function firstOfEach(
  context: PageContext,
  lines: readonly (readonly Field[])[],
): readonly Proposal[] {
  return lines.flatMap((alternatives) => {
    for (const field of alternatives) {
      const proposal = propose(context, field);
      if (proposal !== null && proposal.sample !== '0') return [proposal];
    }
    return [];
  });
}

const meta = (name: string, attribute: string, value: string, type?: Field['type']): Field => ({
  name,
  ...(type !== undefined && { type }),
  css: `meta[${attribute}="${value}" i]`,
  take: 'attr:content',
});

const aboutThePage: readonly (readonly Field[])[] = [
  [
    { name: 'title', css: 'head > title' },
    { name: 'title', css: 'title' },
  ],
  [meta('description', 'name', 'description')],
  [{ name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href', type: 'url' }],
  [{ name: 'language', css: 'html', take: 'attr:lang' }],
  [
    { name: 'heading', css: 'main h1' },
    { name: 'heading', css: 'article h1' },
    { name: 'heading', css: 'h1' },
  ],
  [
    { name: 'headings', css: 'main h2', all: true },
    { name: 'headings', css: 'h2', all: true },
  ],
  [
    { name: 'image', css: 'article img', take: 'attr:src', type: 'picture' },
    { name: 'image', css: 'main img', take: 'attr:src', type: 'picture' },
    { name: 'image', css: 'img', take: 'attr:src', type: 'picture' },
  ],
  [
    meta('author', 'name', 'author'),
    { name: 'author', css: '[rel=author]' },
    { name: 'author', css: '[itemprop=author]' },
  ],
  [
    { name: 'published', css: 'article time[datetime]', take: 'attr:datetime', type: 'date' },
    { name: 'published', css: 'time[datetime]', take: 'attr:datetime', type: 'date' },
  ],
  [{ name: 'links', css: 'a[href]', take: 'count', type: 'number' }],
];

/** What the protocols say that the values are; a currency has a property of its own. */
function typeOf(property: string): Field['type'] {
  if (property.endsWith(':image')) return 'picture';
  if (property.endsWith(':url')) return 'url';
  if (property.endsWith('_time')) return 'date';
  return property.endsWith(':amount') ? 'number' : undefined;
}

/** Sites declare them with `property`, as the protocol requires, or with `name`. */
const openGraph = [
  'og:title',
  'og:description',
  'og:image',
  'og:url',
  'og:type',
  'og:site_name',
  'og:locale',
  'article:published_time',
  'article:modified_time',
  'article:author',
  'article:section',
  'article:tag',
  'product:price:amount',
  'product:price:currency',
].map((property) => {
  const name = property.replaceAll(':', '_');
  const type = typeOf(property);
  return [meta(name, 'property', property, type), meta(name, 'name', property, type)];
});

const twitter = ['twitter:title', 'twitter:description', 'twitter:image', 'twitter:creator'].map(
  (label) => {
    const name = label.replaceAll(':', '_');
    const type = typeOf(label);
    return [meta(name, 'name', label, type), meta(name, 'property', label, type)];
  },
);
