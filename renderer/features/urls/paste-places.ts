import { isolateHistory } from '@codemirror/commands';
import {
  type ChangeDesc,
  type EditorState,
  MapMode,
  Text,
  type TransactionSpec,
} from '@codemirror/state';

/** What a paste replaces: the text from here to there. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * The places of pastes whose text is still on its way, which takes a moment. What is typed in it
 * comes behind the paste, as if that had been there at once.
 */
export class PastePlaces {
  readonly #waiting = new Map<symbol, Place>();

  /** The returned function ends the wait, and gives the place as it is by then. */
  wait({ from, to }: Place): () => Place {
    const paste = Symbol();
    this.#waiting.set(paste, { from, to });
    return () => {
      const place = this.#waiting.get(paste) ?? { from, to };
      this.#waiting.delete(paste);
      return place;
    };
  }

  /** The text changed: what was pasted earlier stays before the places, all else behind them. */
  moved(changes: ChangeDesc, by: 'paste' | 'other'): void {
    for (const [paste, place] of this.#waiting) {
      this.#waiting.set(paste, moved(place, changes, by === 'paste' ? 1 : -1));
    }
  }
}

function moved({ from, to }: Place, changes: ChangeDesc, side: 1 | -1): Place {
  const end = changes.mapPos(to, side, MapMode.TrackBefore);
  if (end !== null) return { from: changes.mapPos(from, side), to: end };
  // What was to be replaced is gone, by the other change.
  const at = changes.mapPos(side > 0 ? to : from, side);
  return { from: at, to: at };
}

export function isSelected({ selection: { main } }: EditorState, { from, to }: Place): boolean {
  return main.from === from && main.to === to;
}

const lineEnd = Text.of(['', '']);

/**
 * Puts a text in a place, one step to undo; `asLines` begins a line with it. The cursor comes behind
 * it, but where the person has put it elsewhere meanwhile.
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
