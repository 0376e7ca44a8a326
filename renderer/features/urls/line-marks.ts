import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { InputAnalysis } from '#shared/engine-protocol/input.ts';

/** A line, by its number from 1, of which a part is not read. */
export interface LineMark {
  readonly line: number;
  readonly kind: 'not-read' | 'partly-used';
}

/** Each line at most once, in rising order. */
export const setLineMarks = StateEffect.define<readonly LineMark[]>();

const looks: Readonly<Record<LineMark['kind'], Decoration>> = {
  'not-read': Decoration.line({ class: 'cm-notRead' }),
  'partly-used': Decoration.line({ class: 'cm-partlyUsed' }),
};

/** The lines that an analysis reports. */
export function lineMarksOf({ notRead, partlyUsed }: InputAnalysis): LineMark[] {
  const kinds = new Map<number, LineMark['kind']>();
  for (const { line } of partlyUsed) kinds.set(line, 'partly-used');
  for (const { line } of notRead) kinds.set(line, 'not-read');
  return [...kinds].map(([line, kind]) => ({ line, kind })).sort((a, b) => a.line - b.line);
}

/** Marks the reported lines. The marks move along with typed text until the next count. */
export const lineMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const effect = effects.find((candidate) => candidate.is(setLineMarks));
    if (!effect) return marks.map(changes);
    const builder = new RangeSetBuilder<Decoration>();
    for (const { line, kind } of effect.value) {
      if (line > state.doc.lines) break;
      const { from } = state.doc.line(line);
      builder.add(from, from, looks[kind]);
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});
