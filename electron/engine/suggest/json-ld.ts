import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Page } from '../extract/load-page.ts';
import { contextOf } from '../extract/page-context.ts';
import type { JsonNode } from '../extract/sources/json/read-json.ts';
import { memberOf } from '../extract/sources/json/write-json.ts';
import { Finder } from '../selectors/finder.ts';
import { jsonPathTo } from './json-path-to.ts';
import { type Property, properties } from './linked-properties.ts';
import { type Proposal, proposalOf } from './propose.ts';

/**
 * Types of schema.org for the one thing that a page is about, the most telling first: a page of a product may hold
 * an article as well, and that of an article hardly ever a product.
 */
const mainTypes = (
  'Product ProductGroup Vehicle Car Recipe JobPosting Event MusicEvent TheaterEvent SportsEvent Festival ' +
  'EducationEvent BusinessEvent Course Book Movie TVSeries TVEpisode PodcastEpisode MusicAlbum VideoGame ' +
  'SoftwareApplication MobileApplication WebApplication SoftwareSourceCode Dataset NewsArticle BlogPosting ' +
  'ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle LiveBlogPosting ScholarlyArticle TechArticle Article ' +
  'DiscussionForumPosting QAPage VideoObject Restaurant Hotel LodgingBusiness Store LocalBusiness'
).split(' ');

/**
 * What the JSON-LD of a page says about the one thing that the page is about, as fields with a JSONPath. Nothing
 * where it describes no such thing, or several of a type. `loadJsonPath` has to come before.
 */
export function jsonLd(page: Page): readonly Suggestion[] {
  const main = mainThing(page);
  if (main === null) return [];
  const finder = new Finder(page);
  const fields = properties.flatMap((property): Proposal[] => {
    const field = fieldOf(property, main);
    if (field === null) return [];
    const proposal = proposalOf(field, [finder.value(field, page.root)]);
    return proposal === null ? [] : [proposal];
  });
  return fields.length === 0 ? [] : [{ group: `JSON-LD: ${main.type}`, each: null, fields }];
}

interface MainThing {
  readonly type: string;
  readonly node: JsonNode;
}

function mainThing(page: Page): MainThing | null {
  const { finds } = contextOf(page);
  const things = finds.json({ kind: 'linked-data', type: null });
  // A thing inside another one is mostly a part of it, or a related one, unless the page names it as its subject.
  const own = new Set(things.flatMap((node) => [node.value, memberOf(node, 'mainEntity')?.value]));
  for (const type of mainTypes) {
    const [node, second] = finds.json({ kind: 'linked-data', type });
    if (node !== undefined && second === undefined && own.has(node.value)) return { type, node };
  }
  return null;
}

function fieldOf({ name, paths, several, type }: Property, { type: ofThing, node }: MainThing) {
  for (const keys of paths) {
    const found = jsonPathTo(node, keys.split('.'), several ?? 'same');
    if (found === null) continue;
    return {
      name: `ld_${name}`,
      json: found.path,
      in: `ld+json:${ofThing}`,
      ...(found.isList && several === 'all' && { all: true }),
      ...(type !== undefined && { type }),
    };
  }
  return null;
}
