import type { Field } from '#shared/job/job.ts';

export const takeKinds = ['text', 'lines', 'html', 'attr', 'count', 'exists'] as const;
type TakeKind = (typeof takeKinds)[number];

export const takeLabels: Readonly<Record<TakeKind, string>> = {
  text: 'Text',
  lines: 'Lines',
  html: 'HTML',
  attr: 'Attribute',
  count: 'Count',
  exists: 'Exists',
};

export function takeKindOf(take: Field['take']): TakeKind {
  if (take?.startsWith('attr:')) return 'attr';
  return takeKinds.find((kind) => kind === take) ?? 'text';
}

/** The attribute that is taken; empty for any other kind. */
export function attributeOf(take: Field['take']): string {
  return take?.startsWith('attr:') ? take.slice('attr:'.length) : '';
}

/** Whether a name can be used after `attr:` in a job. */
export function isAttributeName(name: string): boolean {
  return /^[^\s"'>/=]+$/.test(name);
}

/**
 * The keyword for a kind in a job file; undefined for the default, text. `attribute` is used for `attr` only.
 */
export function takeOf(kind: TakeKind, attribute = 'href'): string | undefined {
  if (kind === 'text') return undefined;
  return kind === 'attr' ? `attr:${attribute}` : kind;
}

/** Whether several matches give several values, so that they can be joined. */
export function canJoin(kind: TakeKind): boolean {
  return kind !== 'count' && kind !== 'exists';
}
