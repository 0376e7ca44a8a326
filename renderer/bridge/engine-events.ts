import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import { on } from './client.ts';

/** Snapshots of every live run, in their order, up to 10 times a second each. */
export function onRunSnapshot(listener: (snapshot: RunSnapshot) => void): () => void {
  return on('engine', (event) => {
    if (event.kind === 'run') listener(event.snapshot);
  });
}

export function onExportProgress(listener: (progress: ExportProgress) => void): () => void {
  return on('engine', (event) => {
    if (event.kind === 'export') listener(event.progress);
  });
}
