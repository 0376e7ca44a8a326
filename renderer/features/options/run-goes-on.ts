import { createContext, useContext } from 'react';
import { liveOptions } from '#shared/job/live-options.ts';

/** Whether a run of the job goes on, or waits to be resumed. */
export const RunGoesOn = createContext(false);

const liveRows: ReadonlySet<string> = new Set(liveOptions.map((option) => `option-${option}`));
/** Log-ins are no options: a run gets them whenever it is resumed. */
const rowsOfLogIns: ReadonlySet<string> = new Set(['option-log-in', 'option-log-in-cookies']);

/** @param row the id of the row's input */
export const actsLater = (row: string): boolean => !liveRows.has(row) && !rowsOfLogIns.has(row);

/** Whether a row has to say that a change of it does not reach the run that goes on. */
export function useActsLater(row: string): boolean {
  return useContext(RunGoesOn) && actsLater(row);
}
