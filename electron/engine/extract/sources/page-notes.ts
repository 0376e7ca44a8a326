import { formatQuantity } from '#shared/format.ts';
import { sourcesOf } from '#shared/job/source-problems.ts';
import { isNoEach, type JsonPlace } from '#shared/job/v2/source.ts';
import { type ExtractRules, isBlank } from '../extract-rules.ts';
import type { PageContext } from '../page-context.ts';

/** What a person should know of a page that gives no values because of its kind, as sentences. */
export function pageNotes({ page, finds }: PageContext, rules: ExtractRules): readonly string[] {
  const places = placesOf(rules);
  const whole = () => finds.found({ kind: 'page' });
  const notes: string[] = [];
  if (page.kind === 'text' && needsElements(rules) && whole().nodes.length > 0) {
    notes.push(
      'This page is JSON: it has no elements for a selector or an XPath. Take its values by a JSONPath, such as $.items[*].name.',
    );
  }
  if (places.includes('page') && whole().broken > 0) {
    notes.push(
      'This page is no JSON. A page may hold JSON in its JSON-LD or in a script: choose where to look.',
    );
  }
  if (places.some((place) => typeof place === 'string' && place.startsWith('ld+json'))) {
    const { nodes, broken } = finds.found({ kind: 'linked-data', type: null });
    const blocks = formatQuantity(broken, 'block', 'blocks');
    if (broken > 0) notes.push(`${blocks} of JSON-LD cannot be read and count as not there.`);
    else if (nodes.length === 0) notes.push('This page has no JSON-LD.');
  }
  return notes;
}

/** Where the rules look for JSON. A field that looks into its row says no place. */
function placesOf({ each, fields }: ExtractRules): readonly JsonPlace[] {
  const ofEach =
    !isNoEach(each) && typeof each === 'object' && 'json' in each ? [each.in ?? 'page'] : [];
  const ofFields = fields.flatMap((field): JsonPlace[] => {
    if (isBlank(field.json)) return [];
    if (field.in !== undefined) return [field.in];
    return ofEach.length === 0 ? ['page'] : [];
  });
  return [...ofEach, ...ofFields];
}

function needsElements({ each, fields }: ExtractRules): boolean {
  const inEach = !isNoEach(each) && !(typeof each === 'object' && 'json' in each);
  const isElement = (kind: string) => kind !== 'json' && kind !== 'answer';
  return inEach || fields.some((field) => sourcesOf(field).some(isElement));
}
