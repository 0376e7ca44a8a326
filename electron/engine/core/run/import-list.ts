import type { Clock, InputBatch, InputReader } from '../../ports.ts';

/**
 * Reads a list into a run, batch by batch, and lets other work in between two batches. Ends early,
 * without an error, when `signal` is aborted.
 *
 * @param skip items that are in the run already, from an import that was cut off
 * @param proceed awaited before every batch: a pause holds the import there
 */
export async function importList(deps: {
  readonly reader: InputReader;
  readonly skip: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly add: (batch: InputBatch) => void;
  readonly proceed: () => Promise<void>;
}): Promise<void> {
  const { reader, clock, signal, add, proceed } = deps;
  let skip = deps.skip;
  const turn = (): Promise<void> => new Promise((resolve) => clock.after(0, resolve));
  try {
    for await (const batch of reader.batches(signal)) {
      await proceed();
      if (signal.aborted) return;
      add(skip === 0 ? batch : { ...batch, items: batch.items.slice(skip) });
      skip = Math.max(0, skip - batch.items.length);
      await turn();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
