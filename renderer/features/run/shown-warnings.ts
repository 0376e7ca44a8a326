import type { RunSnapshot } from '#shared/engine-protocol/run.ts';
import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';

const none: readonly RunWarning[] = [];
export const warningsOf = (snapshot: RunSnapshot | null) => snapshot?.warnings ?? none;

/** The warnings without the fields that have become empty, while the notice above says so: they paused the run. */
export function untoldOf(snapshot: RunSnapshot | null): readonly RunWarning[] {
  if (snapshot?.state !== 'paused' || snapshot.pausedBy !== 'results') return warningsOf(snapshot);
  const told = snapshot.stateReason ?? '';
  return snapshot.warnings.filter(
    (warning) => warning.kind !== 'stopped' || !told.includes(`"${warning.field}"`),
  );
}

/** Names a warning for as long as it stays the same while its counts change. */
export function keyOf(warning: RunWarning): string {
  if (warning.kind === 'alternate') return `alternate ${warning.field} ${warning.selector}`;
  return 'field' in warning ? `${warning.kind} ${warning.field}` : warning.kind;
}
