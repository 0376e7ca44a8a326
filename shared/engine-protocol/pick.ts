import { z } from 'zod';
import { type Field, fieldSchema } from '../job/job.ts';
import { type Each, eachSchema } from '../job/v2/source.ts';

/*
 * Pointing: a person picks elements of a page that is kept for the preview, and the engine answers with fields.
 * What is picked comes from a web page's own process, so it is parsed as hostile.
 */

/** The pages of a preview are kept under the key of their job. */
export const previewKeySchema = z.string().min(1).max(200);

/** Indexes among child elements, from the document element on; `[]` is the document element itself. */
export const elementPathSchema = z.array(z.int().min(0).max(1_000_000)).max(2048);
export type ElementPath = readonly number[];

/**
 * An element of a page, or a value of a page that is JSON: then its path has the numbers among the members of
 * what holds it, and its tag is its kind. The tag, in either case, tells whether both sides mean the same one.
 */
export const pickedElementSchema = z.strictObject({
  path: elementPathSchema,
  tag: z.string().min(1).max(200),
});
export type PickedElement = Readonly<z.infer<typeof pickedElementSchema>>;

const pageUrl = z.string().max(100_000);

/** The page that was picked on: `url` of its `PreviewPage`, kept under `key`. */
const page = { key: previewKeySchema, url: pageUrl };

/** Pages of the same kind that are kept under the same key, and on which the answer is tried as well. */
const beside = z.array(pageUrl).max(3).optional();

/** Names that the job has already. */
const names = z.array(z.string().max(200)).max(500);

export const pickElementParams = z.strictObject({
  ...page,
  element: pickedElementSchema,
  /** The rows of the job, if it has any: the field is then looked up inside the row around the element. */
  each: eachSchema.optional(),
  names,
  beside,
});

export const pickListParams = z.strictObject({
  ...page,
  first: pickedElementSchema,
  /** The same part of another item; without it the items are found from one. */
  second: pickedElementSchema.optional(),
  names,
});

export const pickTryParams = z.strictObject({
  key: previewKeySchema,
  each: eachSchema.optional(),
  fields: z.array(fieldSchema).max(100),
  /** The first is the page that the fields were made on; the others are compared with it. */
  urls: z.array(pageUrl).min(1).max(4),
});

export const pickMarksParams = z.strictObject({
  ...page,
  each: eachSchema.optional(),
  fields: z.array(fieldSchema).max(500),
});

/** Members of a list or an object in a JSON page, for showing them as a tree. */
export const pickMembersParams = z.strictObject({
  ...page,
  /** Looks into data that the page has fetched, by its number, in place of the page. */
  answer: z.int().min(0).max(100).optional(),
  path: elementPathSchema,
  from: z.int().min(0).max(100_000_000),
  count: z.int().min(1).max(500),
});

/** A value in JSON, as a line of the tree. */
export interface JsonMember {
  /** Its name, cut at 200 characters, or its number in a list. */
  readonly name: string | number;
  readonly kind: 'object' | 'list' | 'text' | 'number' | 'yes-no' | 'null';
  /** The value, cut at 300 characters; in place of a list or an object, the first plain values inside. */
  readonly text: string;
  /** The number of its members. */
  readonly count: number;
  /** A click on it makes a field: it is a plain value, or a list of such. */
  readonly plain: boolean;
}

export interface JsonMembers {
  /** What holds the members. */
  readonly self: JsonMember;
  readonly members: readonly JsonMember[];
}

/** What can be taken from the element that was picked. `take` is that of a field. */
export interface TakeChoice {
  readonly take: string;
  readonly kind: 'text' | 'lines' | 'link' | 'picture' | 'attribute' | 'html';
  /** Cut at 2,000 characters. */
  readonly value: string;
}

export interface PickedField {
  /** Ready for the job: a name that is free, the best selector, what to take. */
  readonly field: Field;
  /** What the element is, in words: `heading`, `text beside "Weight"`. */
  readonly called: string;
  /** The value on the page, cut at 2,000 characters. */
  readonly value: string;
  readonly takes: readonly TakeChoice[];
  /** Elements that the selector finds in the page, or in the row. */
  readonly matches: number;
  /** `unsure`: the person should know that the selector may find something else on other pages. */
  readonly confidence: 'sure' | 'unsure';
  /** The reason, as a sentence. */
  readonly reason: string;
}

export interface ListField extends PickedField {
  /** The rows in which the field is not empty. */
  readonly filled: number;
  /** The values of the first rows, at most 5, cut at 300 characters. */
  readonly values: readonly string[];
}

export interface PickedList {
  readonly each: Each;
  /** The matches of `each`. */
  readonly rows: number;
  /** The rows that look like those that were picked: "24 of 26". */
  readonly alike: number;
  /** The rows that look different, at most 100. */
  readonly different: readonly ElementPath[];
  /** The first rows, at most 500, for marking. */
  readonly paths: readonly ElementPath[];
  /** The field of the picked element comes first. */
  readonly fields: readonly ListField[];
  readonly confidence: 'sure' | 'unsure';
  readonly reason: string;
}

export interface ElementPick {
  readonly picked: PickedField;
  /** Set where the element is a part of something that repeats, and the job has no rows yet. */
  readonly list: PickedList | null;
}

export type ListPick =
  | { readonly kind: 'list'; readonly list: PickedList }
  /** `why` is a sentence that says what to pick instead. */
  | { readonly kind: 'none'; readonly why: string };

/** What one selector of a field, its own or an alternate, finds on one page. */
export interface TriedSelector {
  readonly css: string;
  /** The first value, cut at 300 characters. */
  readonly value: string;
  /** In a page without rows: elements found. With rows: rows in which it finds something. */
  readonly matches: number;
  /**
   * `other-shape`: a price on the first page and none here, for example. `disagrees`: another value than the
   * field's own selector finds.
   */
  readonly verdict: 'found' | 'nothing' | 'other-shape' | 'disagrees' | 'unusable';
  /** A sentence where the verdict is not `found`. */
  readonly note: string;
}

export interface TriedPage {
  readonly url: string;
  /** A sentence where the page is not kept or cannot be read; `fields` is then empty. */
  readonly problem: string | null;
  /** Null without rows. */
  readonly rows: number | null;
  readonly fields: readonly {
    readonly name: string;
    /** The field's own selector first, then its alternates. */
    readonly tried: readonly TriedSelector[];
  }[];
}

/** The elements that fields take, for marking them in a page. */
export interface PickMarks {
  /** The rows, at most 500; empty without `each`. */
  readonly rows: readonly ElementPath[];
  readonly fields: readonly {
    readonly name: string;
    /** The elements that values are taken from, in all rows, at most 500. */
    readonly matches: readonly ElementPath[];
  }[];
}
