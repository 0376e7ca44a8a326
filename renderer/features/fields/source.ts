import type { Field } from '#shared/job/job.ts';
import {
  type Each,
  eachText,
  type JsonPlace,
  type SourceKind,
  sourceKinds,
} from '#shared/job/v2/source.ts';
import type { FieldChange } from './field-list.ts';

export const sourceLabels: Readonly<Record<SourceKind, string>> = {
  css: 'CSS',
  xpath: 'XPath',
  json: 'JSON',
  table: 'Column',
  answer: 'Answer',
};

/** The source that a field has, also while its expression is still blank. */
export function sourceOf(field: Field): SourceKind {
  return sourceKinds.find((kind) => field[kind] !== undefined) ?? 'css';
}

/** The expression of a field's source; empty where it is the match of `each` itself. */
export function expressionOf(field: Field): string {
  return field[sourceOf(field)] ?? '';
}

const noSource: FieldChange = {
  css: undefined,
  xpath: undefined,
  json: undefined,
  in: undefined,
  table: undefined,
  answer: undefined,
};

/**
 * The change that gives a field another source; what was typed for the old one is no expression of the new one.
 * JSON and answers are values without elements, so that an attribute or HTML cannot be taken of them.
 */
export function toSource({ take }: Field, kind: SourceKind): FieldChange {
  const isValue = kind === 'json' || kind === 'answer';
  const fits = !isValue || !/^(?:html$|attr:)/.test(take ?? '');
  return {
    ...noSource,
    ...(kind !== 'css' && { [kind]: kind === 'answer' ? 'status' : '' }),
    ...(!fits && { take: undefined }),
  };
}

export const answerLabels: Readonly<Record<string, string>> = {
  status: 'Status',
  url: 'Final URL',
  time: 'Time',
  contentType: 'Content type',
  try: 'Number of the try',
  header: 'A header…',
};

/** "header" for `header:NAME`, whatever its name. */
export function answerKindOf(answer: string): string {
  return answer.startsWith('header:') ? 'header' : answer;
}

/** Where JSON is looked for, as the choices of a menu; `text` is what a person types for some of them. */
export const placeLabels = {
  row: 'in the row',
  page: 'in the page',
  'ld+json': 'in the JSON-LD',
  type: 'in JSON-LD of type…',
  script: 'in a script…',
} as const;
export type PlaceKind = keyof typeof placeLabels;

export function placeKindOf(place: JsonPlace | undefined, inJsonRows: boolean): PlaceKind {
  if (place === undefined) return inJsonRows ? 'row' : 'page';
  if (typeof place === 'object') return 'script';
  if (place === 'page' || place === 'ld+json') return place;
  return 'type';
}

export function placeText(place: JsonPlace | undefined): string {
  if (typeof place === 'object') return place.script;
  return place?.startsWith('ld+json:') ? place.slice('ld+json:'.length) : '';
}

/** The place of a choice; undefined for the one that a job file leaves out. */
export function placeOf(kind: PlaceKind, text: string, inJsonRows: boolean): JsonPlace | undefined {
  switch (kind) {
    case 'row':
      return undefined;
    case 'page':
      return inJsonRows ? 'page' : undefined;
    case 'ld+json':
      return kind;
    case 'type':
      return `ld+json:${text}`;
    case 'script':
      return { script: text };
  }
}

export type EachKind = 'css' | 'xpath' | 'json' | 'table';

export const eachLabels: Readonly<Record<EachKind, string>> = {
  css: 'CSS',
  xpath: 'XPath',
  json: 'JSON',
  table: 'Table',
};

export function eachKindOf(each: Each): EachKind {
  if (typeof each === 'string') return 'css';
  if ('xpath' in each) return 'xpath';
  return 'json' in each ? 'json' : 'table';
}

/** `each` of a kind, with this expression. */
export function eachOf(kind: EachKind, text: string, place?: JsonPlace): Each {
  switch (kind) {
    case 'css':
      return text;
    case 'json':
      return { json: text, ...(place !== undefined && { in: place }) };
    case 'xpath':
      return { xpath: text };
    case 'table':
      return { table: text };
  }
}

/** A CSS selector also selects tables; no other expression is one of another kind. */
export function toEachKind(each: Each, kind: EachKind): Each {
  const was = eachKindOf(each);
  const isCss = (one: EachKind) => one === 'css' || one === 'table';
  return eachOf(kind, isCss(was) && isCss(kind) ? eachText(each) : '');
}
