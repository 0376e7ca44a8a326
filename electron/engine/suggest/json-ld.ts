import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import type { Page } from '../extract/load-page.ts';
import { compileSelector } from '../extract/selector.ts';
import { textContent } from '../extract/walk.ts';
import { type Proposal, propose } from './propose.ts';

const script = 'script[type="application/ld+json"]';

/** Keys of schema.org that are worth a column; `in`: the key of the object that holds it. */
const keys: readonly { readonly key: string; readonly in?: string }[] = [
  { key: 'headline' },
  { key: 'description' },
  { key: 'price' },
  { key: 'priceCurrency' },
  { key: 'availability' },
  { key: 'sku' },
  { key: 'name', in: 'brand' },
  { key: 'ratingValue' },
  { key: 'reviewCount' },
  { key: 'datePublished' },
  { key: 'dateModified' },
  { key: 'name', in: 'author' },
  { key: 'name' },
];

/**
 * Values of the page's JSON-LD, as fields that find them in its text by a regular expression. A value is
 * offered only if its expression finds exactly the value in the JSON (no escapes, no mix-up).
 */
export function jsonLd(page: Page): readonly Suggestion[] {
  const scripts = compileSelector(script).all(page.root, false);
  const documents = scripts.map((element) => parse(textContent(element)));
  const fields: Proposal[] = [];
  for (const wanted of keys) {
    const index = documents.findIndex((document) => find(document, wanted).length > 0);
    if (index < 0) continue;
    const proposal = propose(page, fieldFor(wanted, index > 0));
    const found = find(documents[index], wanted).map(collapse);
    if (proposal === null || !found.includes(proposal.sample)) continue;
    if (fields.every(({ sample }) => sample !== proposal.sample)) fields.push(proposal);
  }
  return fields.length === 0 ? [] : [{ group: 'JSON-LD', each: null, fields }];
}

function fieldFor({ key, in: holder }: (typeof keys)[number], notInFirst: boolean): Field {
  const name = `ld_${holder ?? key}`.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const before = holder === undefined ? '' : `"${holder}" ?: ?\\[? ?\\{[^{}]*?`;
  return {
    name,
    css: notInFirst ? `${script}:contains('"${holder ?? key}"')` : script,
    clean: [{ match: `${before}"${key}" ?: ?"?([^",{}\\[\\]]+?)(?:"| ?[,}\\]])` }],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Some sites have broken JSON; nothing is offered from it.
  }
}

/** Every value of the key at any depth, as text. */
function find(value: unknown, wanted: (typeof keys)[number], holder?: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => find(item, wanted, holder));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const fits = key === wanted.key && (wanted.in === undefined || wanted.in === holder);
    if (fits && (typeof inner === 'string' || typeof inner === 'number')) return [String(inner)];
    return find(inner, wanted, key);
  });
}

const collapse = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 300);
