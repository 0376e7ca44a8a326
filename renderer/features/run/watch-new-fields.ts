import type { RunFields } from '#shared/engine-protocol/run.ts';
import { areNew, type TypedRules, textOf } from './new-fields.ts';

const typingPauseMs = 300;
/** So often a run that goes on is asked whether it has kept its first page. */
const firstPageMs = 2000;

/** By run, the rules with which its pages were read again last, while the window is open. */
const readWith = new Map<string, string>();

export function noteReadAgain(runId: string, rules: TypedRules): void {
  readWith.set(runId, textOf(rules));
}

interface Watched {
  readonly runId: string;
  readonly goesOn: boolean;
  readonly rules: TypedRules;
}

interface WatchPorts {
  /** What the run takes from its pages; null for a run that is gone. */
  readonly ask: (runId: string) => Promise<RunFields | null>;
  /** Calls `callback` once after `delayMs`; the returned function cancels the timer. */
  readonly after: (delayMs: number, callback: () => void) => () => void;
  /** Hears of the run whose kept pages can be read again with fields that it has not had; null: of none. */
  readonly tell: (runId: string | null) => void;
}

/**
 * Asks, after a pause in typing, whether the kept pages of a run can be read again with other fields; while it goes
 * on, until it has kept one. The returned function ends that.
 */
export function watchNewFields({ runId, goesOn, rules }: Watched, ports: WatchPorts): () => void {
  let isLeft = false;
  const look = async (): Promise<void> => {
    const run = await ports.ask(runId);
    if (isLeft) return;
    const isNew = run !== null && areNew(rules, run) && readWith.get(runId) !== textOf(rules);
    ports.tell(isNew && run.hasPages ? runId : null);
    if (isNew && !run.hasPages && goesOn) cancel = ports.after(firstPageMs, () => void look());
  };
  let cancel = ports.after(typingPauseMs, () => void look());
  return () => {
    isLeft = true;
    cancel();
  };
}
