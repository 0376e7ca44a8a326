import type { Field } from '../job/job.ts';
import type { NextRule } from '../job/v2/next.ts';
import type { Each } from '../job/v2/source.ts';
import type { PreviewedColumn } from '../values/type-column.ts';
import type { RedirectHop } from './results.ts';

export interface PreviewPage {
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number;
  readonly bytes: number;
  readonly contentType: string | null;
  readonly encoding: string;
  /** Unix time; of a kept page the time at which its run got it. */
  readonly fetchedAtMs: number;
  /** It is as a run has kept it; what it refers to is not kept, and is not asked for. */
  readonly isKept: boolean;
  readonly ms: number;
  readonly redirects: readonly RedirectHop[];
  /** Null for a job that renders nothing, and for a page that has no scripts to run. */
  readonly rendering: PreviewRendering | null;
  /** Whether it is shown as a tree of values: it says that it is JSON, or begins like it. */
  readonly isJson: boolean;
}

/**
 * What became of the rendering of a page. rendered: the page that is kept is the rendered one. failed: the
 * fetched one is kept, and `message` is a sentence.
 */
export type PreviewRendering =
  | { readonly kind: 'rendered'; readonly mode: 'auto' | 'always'; readonly ms: number }
  | { readonly kind: 'failed'; readonly mode: 'auto' | 'always'; readonly message: string };

/** JSON that a rendered page has fetched by script. */
export interface DataAnswerInfo {
  /** Its number among those of its page, for looking into it. */
  readonly number: number;
  readonly method: string;
  readonly status: number;
  readonly bytes: number;
  /** The address for a person: a token in it is left out. */
  readonly shown: string;
  /** The address, where it can be a line of a list. */
  readonly address: string | null;
  /** The number of objects in its longest list of objects, and the JSONPath of these; null without such a list. */
  readonly items: number | null;
  readonly each: string | null;
  /** A sentence where it cannot be a line of a list. */
  readonly why: string | null;
}

/** What a rendered page yields as it was fetched, without its scripts. */
export interface WithoutScripts {
  readonly rows: number;
  /** For each field: whether its values are the same, missing (in some row), or others. */
  readonly fields: readonly ('same' | 'empty' | 'other')[];
}

/** What a page shows besides its text. Scripts, frames, sound and video are never loaded for a view. */
export const resourceKinds = ['style', 'picture', 'font'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** A page in the form in which a browser shows it as the engine reads it. */
export interface PageSource {
  /** Nothing that it refers to is loaded. */
  readonly isKept: boolean;
  /** The address that its relative links are relative to. */
  readonly url: string;
  /** In UTF-8, whatever the encoding of the page. */
  readonly html: Uint8Array;
}

/** A style, a picture or a font of a page. */
export interface PageResource {
  readonly contentType: string | null;
  readonly body: Uint8Array;
}

export interface FieldPreview {
  readonly name: string;
  /** Matches in the first row's scope (the document without `each`). */
  readonly matches: number;
  /** The values of the first rows, at most 20, each cut at 2,000 characters. */
  readonly values: readonly string[];
  /** The same as cells of a table; absent for a field of plain text, whose cells are its values. */
  readonly typed?: PreviewedColumn;
  /**
   * For each value, the attributes that it was taken from in place of `src`, which a script fills in late:
   * "data-src". Empty for nearly all.
   */
  readonly late: readonly (readonly string[])[];
  /** A plain sentence where the selector or the expression does not parse; `values` is then empty. */
  readonly problem: string | null;
  /** The key of the field that the problem is in; null where it is none of one key. */
  readonly part: keyof Field | null;
}

export interface PreviewResult {
  /** The number of rows that the page would give. */
  readonly rows: number;
  /** Matches of `each`; null where the job has none. */
  readonly eachMatches: number | null;
  readonly eachProblem: string | null;
  /** Sentences on a page whose values do not come: it is JSON, it has no JSON-LD. */
  readonly notes: readonly string[];
  readonly fields: readonly FieldPreview[];
  /** Null for a page that was not rendered. */
  readonly withoutScripts: WithoutScripts | null;
  readonly ms: number;
}

/** How the pages of a job are read; `why` names the rule that needs a tree: ":has in field price". */
export type ReadPath =
  | { readonly path: 'one-pass' }
  | { readonly path: 'tree'; readonly why: string };

export interface Suggestion {
  /** A description for the person: "Page title", "Open Graph", "Repeated block: article.card (24)". */
  readonly group: string;
  /** Set for a repeated block or a table: each of its matches would be a row. */
  readonly each: Each | null;
  readonly fields: readonly { readonly field: Field; readonly sample: string }[];
}

/** A way to the next page that a page offers. */
export interface NextOffer {
  readonly rule: NextRule;
  /** The address to which the rule leads from this page. */
  readonly url: string;
  /** How it was found: a header, `rel=next`, the words of a link, an arrow in a pager, or its numbers. */
  readonly by: 'header' | 'rel' | 'words' | 'arrow' | 'numbers';
  /** The largest number of a page that the pager shows; null for none. */
  readonly pages: number | null;
}

/** The page to which a rule leads. unusable: what it finds is no address of http or https. */
export type NextFound =
  | { readonly kind: 'page'; readonly url: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unusable'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };

export interface PreviewNext {
  /** Null: no rule was given. */
  readonly found: NextFound | null;
  readonly offer: NextOffer | null;
}
