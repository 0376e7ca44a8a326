import type { Call } from '#renderer/bridge/client.ts';
import type {
  ElementPath,
  PickedElement,
  PickedField,
  PickedList,
  TriedPage,
} from '#shared/engine-protocol/pick.ts';
import type { PreviewPage } from '#shared/engine-protocol/preview.ts';
import type { ViewMarks, ViewMode } from '#shared/ipc/page-view.ts';
import type { Field } from '#shared/job/job.ts';
import type { Each } from '#shared/job/v2/source.ts';

export interface PointedRules {
  readonly each: Each;
  readonly fields: readonly Field[];
}

/** A list that the page seems to hold, before it is made. */
export interface ListOffer {
  readonly list: PickedList;
  readonly first: PickedElement;
  readonly second: PickedElement | null;
  /** The place of the field that the first pick has made. */
  readonly place: number;
  /** Two of its items were picked, or the person has yet to pick the second. */
  readonly state: 'one' | 'asks-second' | 'two';
}

export interface PointingState {
  /** The page view takes the place of the table of fields. */
  readonly open: boolean;
  readonly mode: ViewMode;
  /** `shown`: the page of the preview is in the view. `tree`: it is JSON, and shown without the view. */
  readonly view: 'none' | 'loading' | 'shown' | 'tree';
  /** What is marked in a tree; the view is told of it. */
  readonly marks: ViewMarks;
  /** The value of a tree that is to come into sight. */
  readonly revealed: ElementPath | null;
  readonly problem: string | null;
  /** The element under the pointer. */
  readonly hovered: string;
  readonly offer: ListOffer | null;
  /** The place of the field whose row is open. */
  readonly chosen: number | null;
  /** The place of the field that the next pick replaces. */
  readonly anew: number | null;
  /** What was picked for the chosen field, with what else can be taken from the element. */
  readonly picked: { readonly place: number; readonly field: PickedField } | null;
  readonly tried: readonly TriedPage[];
}

export interface PointingPorts {
  readonly send: Call;
  /** The page of the preview, and the job's rules, as they are now. */
  readonly page: () => PreviewPage | null;
  readonly rules: () => PointedRules;
  /** The run whose kept pages come before asking a site; null: there is none. */
  readonly keptRun: () => string | null;
  /** URLs of the job's list, of which three others than the page are tried. */
  readonly sample: () => readonly string[];
  readonly edit: (change: { readonly each?: Each; readonly fields?: readonly Field[] }) => void;
  /** Shows another page in the preview. */
  readonly follow: (url: string, ledBy: string) => void;
  /** A list took the place of earlier fields, which `undo` brings back. */
  readonly tellReplaced: (undo: () => void) => void;
  readonly after: (delayMs: number, callback: () => void) => () => void;
}

export const stateAtFirst: PointingState = {
  open: false,
  mode: 'pick',
  view: 'none',
  marks: { fields: [], rows: [], different: [] },
  revealed: null,
  problem: null,
  hovered: '',
  offer: null,
  chosen: null,
  anew: null,
  picked: null,
  tried: [],
};
