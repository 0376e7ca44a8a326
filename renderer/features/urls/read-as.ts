import { invertedEffects } from '@codemirror/commands';
import {
  EditorState,
  type Extension,
  StateEffect,
  StateField,
  Transaction,
} from '@codemirror/state';
import type { ListFormat } from '#shared/ipc/job-library.ts';
import { readsPatterns } from '#shared/ipc/list-format.ts';

/** How the text of a list is read. */
export interface ReadAs {
  readonly format: ListFormat;
  /** Patterns are expanded to many URLs; null where the person has not decided: see `readsPatterns`. */
  readonly patterns: boolean | null;
}

/** How newly typed text is read. */
export const asTyped: ReadAs = { format: { kind: 'lines' }, patterns: null };

/** How addresses are read that a program has put there, in which braces and brackets mean themselves. */
export const asAddresses: ReadAs = { format: { kind: 'lines' }, patterns: false };

export const setReadAs = StateEffect.define<ReadAs>();

const field = StateField.define<ReadAs>({
  create: () => asTyped,
  update: (readAs, { effects }) =>
    effects.reduce((now, effect) => (effect.is(setReadAs) ? effect.value : now), readAs),
});

export const readAsOf = (state: EditorState): ReadAs => state.field(field);

export const setsReadAs = ({ effects }: Transaction): boolean =>
  effects.some((effect) => effect.is(setReadAs));

export function patternsAreOn({ format, patterns }: ReadAs): boolean {
  return readsPatterns({
    listFormat: format,
    options: patterns === null ? {} : { patterns },
  });
}

export const isSameReadAs = (one: ReadAs, other: ReadAs): boolean =>
  one === other ||
  JSON.stringify([one.format, one.patterns]) === JSON.stringify([other.format, other.patterns]);

/**
 * How a text is read belongs to the text: where undo restores an earlier list, its reading is restored too;
 * where a list is deleted or wholly replaced by hand, the new one is read as typed text.
 */
export const readAsExtension: Extension = [
  field,
  invertedEffects.of((transaction) =>
    setsReadAs(transaction) ? [setReadAs.of(readAsOf(transaction.startState))] : [],
  ),
  EditorState.transactionExtender.of((transaction) =>
    replacesAll(transaction) && !setsReadAs(transaction)
      ? { effects: setReadAs.of(asTyped) }
      : null,
  ),
];

/** Whether a change replaces a text completely. */
export function replacesAll(transaction: Transaction): boolean {
  const { docChanged, startState, changes } = transaction;
  if (!docChanged || startState.doc.length === 0) return false;
  if (transaction.annotation(Transaction.remote)) return false;
  let replaced = false;
  changes.iterChangedRanges((from, to) => {
    replaced ||= from === 0 && to === startState.doc.length;
  });
  return replaced;
}
