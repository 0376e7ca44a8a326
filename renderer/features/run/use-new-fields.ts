import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import type { TypedRules } from './new-fields.ts';
import { watchNewFields } from './watch-new-fields.ts';

/**
 * Whether the kept pages of a run can be read again with fields that it has not had.
 *
 * @param goesOn the run may still keep pages
 */
export function useNewFields(
  runId: string | null,
  goesOn: boolean,
  { each, fields }: TypedRules,
): boolean {
  const [newFor, setNewFor] = useState<string | null>(null);
  useEffect(() => {
    if (runId === null) return;
    return watchNewFields(
      { runId, goesOn, rules: { each, fields } },
      {
        // A run that is gone offers nothing, which is said elsewhere.
        ask: (asked) => call('run.fields', { runId: asked }).catch(() => null),
        after(delayMs, callback) {
          const timer = setTimeout(callback, delayMs);
          return () => clearTimeout(timer);
        },
        tell: setNewFor,
      },
    );
  }, [runId, goesOn, each, fields]);
  // What was said of the run before does not hold for this one.
  return runId !== null && newFor === runId;
}
