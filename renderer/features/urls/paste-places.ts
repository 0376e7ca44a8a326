import { isolateHistory } from '@codemirror/commands';
import {
  type ChangeDesc,
  type EditorState,
  MapMode,
  Text,
  type TransactionSpec,
} from '@codemirror/state';

/** The range of the text that a paste replaces. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * The places of pastes whose text has not arrived yet. Text that is typed meanwhile is placed after the
 * paste, as if the paste had been immediate.
 */
export class PastePlaces {
  readonly #waiting = new Map<symbol, Place>();

  /** Registers a paste; the returned function removes it and gives its current place. */
  wait({ from, to }: Place): () => Place {
    const paste = Symbol();
    this.#waiting.set(paste, { from, to });
    return () => {
      const place = this.#waiting.get(paste) ?? { from, to };
      this.#waiting.delete(paste);
      return place;
    };
  }

  /**
   * Moves the places after a change of the text: earlier pastes stay before them, all other text behind them.
   */
  moved(changes: ChangeDesc, by: 'paste' | 'other'): void {
    for (const [paste, place] of this.#waiting) {
      this.#waiting.set(paste, moved(place, changes, by === 'paste' ? 1 : -1));
    }
  }
}

function moved({ from, to }: Place, changes: ChangeDesc, side: 1 | -1): Place {
  const end = changes.mapPos(to, side, MapMode.TrackBefore);
  if (end !== null) return { from: changes.mapPos(from, side), to: end };
  // The range to be replaced was deleted by the other change.
  const at = changes.mapPos(side > 0 ? to : from, side);
  return { from: at, to: at };
}

export function isSelected({ selection: { main } }: EditorState, { from, to }: Place): boolean {
  return main.from === from && main.to === to;
}

const lineEnd = Text.of(['', '']);

/**
 * Inserts a text at a place, in one step to undo; with `asLines` the text begins on a new line. The cursor
 * moves behind the text unless the person has moved it meanwhile.
 */
export function insertion(
  state: EditorState,
  place: Place,
  text: Text,
  asLines: boolean,
): TransactionSpec {
  const { from, to } = place;
  const withinLine = state.doc.lineAt(from).from < from;
  const insert = asLines && withinLine ? lineEnd.append(text) : text;
  return {
    changes: { from, to, insert },
    ...(isSelected(state, place) && {
      selection: { anchor: from + insert.length },
      scrollIntoView: true,
    }),
    userEvent: 'input.paste',
    annotations: isolateHistory.of('full'),
  };
}
