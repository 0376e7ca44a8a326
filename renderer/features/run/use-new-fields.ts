import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { areNew, type TypedRules, textOf } from './new-fields.ts';

const typingPauseMs = 300;

/** By run, the rules with which its pages were read again last, while the window is open. */
const readWith = new Map<string, string>();

export function noteReadAgain(runId: string, rules: TypedRules): void {
  readWith.set(runId, textOf(rules));
}

/** Whether the kept pages of a run can be read again with fields that it has not had; asked after a pause in typing. */
export function useNewFields(runId: string | null, { each, fields }: TypedRules): boolean {
  const [isNew, setNew] = useState(false);
  useEffect(() => {
    let isLeft = false;
    const look = async (): Promise<void> => {
      const rules = { each, fields };
      // A run that is gone offers nothing, which is said elsewhere.
      const run = runId === null ? null : await call('run.fields', { runId }).catch(() => null);
      if (isLeft) return;
      setNew(run !== null && areNew(rules, run) && readWith.get(runId ?? '') !== textOf(rules));
    };
    const timer = setTimeout(() => void look(), typingPauseMs);
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [runId, each, fields]);
  return isNew;
}
