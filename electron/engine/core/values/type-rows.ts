import {
  type ColumnTally,
  decideForm,
  type FormDecision,
  formOf,
  TallyDraft,
} from '#shared/values/column-form.ts';
import type { Alternative } from '#shared/values/read/reading.ts';
import { readCell, settleCell } from '#shared/values/type-cell.ts';
import { type Cell, type Form, isPlainText, type ValueRule } from '#shared/values/value-type.ts';
import type { Outcome } from '../../ports/outcome.ts';

/** A cell that has several readings: its column may be decided otherwise by pages that come later. */
export interface AmbiguousCell {
  readonly field: number;
  readonly requestId: number;
  /** The number of its row in the page, from 1. */
  readonly number: number;
  readonly text: string;
  readonly readings: readonly Alternative<Form, string | number>[];
}

/** Rows with the values of their types, and what they change in the run. */
export interface TypedRows {
  /** For each outcome its rows, with one cell for each column: a price has two. */
  readonly rows: readonly (readonly (readonly Cell[])[])[];
  readonly ambiguous: readonly AmbiguousCell[];
  /** The sums of all fields, in their order, with these rows. */
  readonly tallies: readonly ColumnTally[];
  /** Fields whose ambiguous values are read in another way from now on, those of earlier rows included. */
  readonly redecided: readonly { readonly field: number; readonly form: Form | null }[];
}

/** Whether the rows of a job need no typing: they are written as the workers send them. */
export function isPlain(rules: readonly ValueRule[]): boolean {
  return rules.every(isPlainText);
}

/**
 * Types rows in the one place where they are committed. The form of a column is decided by all rows so far, these
 * included, so that neither the order of the pages nor the size of a commit makes a difference in the end. Pages
 * that failed but gave rows are typed, and are no evidence: they may be fetched again.
 */
export function typeRows(
  rules: readonly ValueRule[],
  tallies: readonly ColumnTally[],
  outcomes: readonly Outcome[],
): TypedRows {
  const drafts = rules.map(({ type, form }, field) => new TallyDraft(type, tallies[field], form));
  const read = outcomes.map(({ rows, state, language = null }) =>
    rows.map((values) =>
      rules.map(({ type, default: substitute }, field) => {
        const text = values[field] || substitute;
        if (text === '' || type === 'text') return text;
        const reading = readCell(type, text, language);
        if (state === 'done') drafts[field]?.add(reading.reading, language);
        return reading;
      }),
    ),
  );
  const after = drafts.map(({ tally }) => tally);
  const decisions = rules.map(({ type, form }, field) => decideForm(type, after[field], form));
  const ambiguous: AmbiguousCell[] = [];
  const cellsOf = (requestId: number, number: number, cells: (typeof read)[number][number]) =>
    cells.flatMap((cell, field): Cell[] => {
      const rule = rules[field];
      const decision = decisions[field];
      if (rule === undefined || decision === undefined) return [];
      if (typeof cell === 'string') return blankOrText(rule, cell);
      const { reading, text } = cell;
      if (reading.kind === 'ambiguous' && decision.kind !== 'set') {
        ambiguous.push({ field, requestId, number, text, readings: reading.alternatives });
      }
      const { cell: value } = settleCell(cell, decision);
      return rule.type === 'price' ? [value, cell.currency] : [value];
    });
  const rows = read.map((ofPage, at) =>
    ofPage.map((cells, index) => cellsOf(outcomes[at]?.requestId ?? 0, index + 1, cells)),
  );
  return { rows, ambiguous, tallies: after, redecided: changes(rules, tallies, decisions) };
}

function blankOrText({ type }: ValueRule, text: string): Cell[] {
  if (type === 'text') return [text];
  return type === 'price' ? [null, null] : [null];
}

function changes(
  rules: readonly ValueRule[],
  before: readonly ColumnTally[],
  decisions: readonly FormDecision[],
) {
  return rules.flatMap(({ type, form }, field) => {
    const now = decisions[field];
    const earlier = formOf(decideForm(type, before[field], form));
    if (now === undefined || formOf(now) === earlier) return [];
    return [{ field, form: formOf(now) }];
  });
}
