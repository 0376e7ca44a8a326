import { defaultSeparator } from '#shared/job/defaults.ts';

/** The columns of the sample job, and the expected values for each page of the site. */
export const sampleColumns = [
  'title',
  'description',
  'price',
  'in_stock',
  'tags',
  'image',
  'canonical',
  'links',
] as const;

export type SampleColumn = (typeof sampleColumns)[number];

/** One row as in an export: every value is text, absent ones are empty. */
export type SampleRecord = Readonly<Record<SampleColumn, string>>;

interface RecordParts {
  readonly title: string;
  readonly description: string;
  readonly price?: string;
  readonly inStock: boolean;
  readonly tags: readonly string[];
  readonly image: string;
  readonly canonical: string;
}

/** The links are counted in the page itself: the model does not hold their number. */
export function recordOf(html: string, parts: RecordParts): SampleRecord {
  return {
    title: parts.title,
    description: parts.description,
    price: parts.price ?? '',
    in_stock: String(parts.inStock),
    tags: parts.tags.join(defaultSeparator),
    image: parts.image,
    canonical: parts.canonical,
    links: String(html.split('<a href="').length - 1),
  };
}

/** The record of an empty document, or of one that is not HTML. */
export const emptyRecord: SampleRecord = {
  title: '',
  description: '',
  price: '',
  in_stock: 'false',
  tags: '',
  image: '',
  canonical: '',
  links: '0',
};
