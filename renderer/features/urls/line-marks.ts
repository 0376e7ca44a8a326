import { RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** The numbers (from 1, rising) of the lines that are no URL. */
export const setLineMarks = StateEffect.define<readonly number[]>();

const invalidLine = Decoration.line({ class: 'cm-invalidLine' });

/** Marks lines that are no URL; the marks move along with what is typed, until the next count. */
export const lineMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects, state }) {
    const effect = effects.find((candidate) => candidate.is(setLineMarks));
    if (!effect) return marks.map(changes);
    const builder = new RangeSetBuilder<Decoration>();
    for (const number of effect.value) {
      if (number > state.doc.lines) break;
      const { from } = state.doc.line(number);
      builder.add(from, from, invalidLine);
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});
