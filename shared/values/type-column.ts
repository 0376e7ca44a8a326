import { decideForm, type FormDecision, TallyDraft } from './column-form.ts';
import { type CellReading, readCell, settleCell, type TypedCell } from './type-cell.ts';
import type { ValueRule } from './value-type.ts';

/** A cell as the table of a run would have it. */
export interface PreviewedCell {
  readonly text: string;
  readonly currency: string | null;
  readonly state: TypedCell['state'] | 'empty';
}

/** A column as it would be if these values were all of it. */
export interface PreviewedColumn {
  readonly cells: readonly PreviewedCell[];
  readonly decision: FormDecision;
}

/** @param language of their page; see `readCell` */
export function typeColumn(
  { type, form, default: substitute }: ValueRule,
  values: readonly string[],
  language: string | null,
): PreviewedColumn {
  const draft = new TallyDraft(type, undefined, form);
  const read = values.map((value): CellReading | null => {
    const text = value || substitute;
    if (text === '') return null;
    const cell = readCell(type, text, language);
    draft.add(cell.reading, language);
    return cell;
  });
  const decision = decideForm(type, draft.tally, form);
  const cells = read.map((cell): PreviewedCell => {
    if (cell === null) return { text: '', currency: null, state: 'empty' };
    const { cell: value, state } = settleCell(cell, decision);
    return { text: String(value), currency: cell.currency, state };
  });
  return { cells, decision };
}
