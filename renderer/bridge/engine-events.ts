import type { LabReport } from '#shared/engine-protocol/lab.ts';
import type { EngineEvent } from '#shared/engine-protocol/protocol.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { on } from './client.ts';

/** Snapshots of every live run, in order, up to 10 times a second each: see `PacedNews`. */
export function onRunSnapshot(listener: (snapshot: RunSnapshot) => void): () => void {
  return on('engine', (event) => {
    if (event.kind === 'run') listener(event.snapshot);
  });
}

/** The progress of the count of a list; `key` is the job. */
export function onCounting(
  listener: (progress: Extract<EngineEvent, { readonly kind: 'input' }>) => void,
): () => void {
  return on('engine', (event) => {
    if (event.kind === 'input') listener(event);
  });
}

/** The samples of the Lab so far, up to 10 times a second. */
export function onLabReport(listener: (report: LabReport) => void): () => void {
  return on('engine', (event) => {
    if (event.kind === 'lab') listener(event.report);
  });
}
