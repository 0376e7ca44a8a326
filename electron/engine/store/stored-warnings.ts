import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';
import { notUrlsIn, runWarnings } from '../core/health/health-warnings.ts';
import type { RunTotals } from '../ports/run-ledger.ts';
import { readHealth } from './health-table.ts';
import type { RunMeta } from './run-meta.ts';
import { readErrorGroups, readUnmatched } from './run-totals.ts';
import type { Sqlite } from './sqlite.ts';

interface StoredWarnings {
  readonly warnings: readonly RunWarning[];
  readonly notUrls: number;
}

/** The warnings of a run from its file. Reads no more than indexes and the few lines of its health. */
export function readWarnings(
  db: Sqlite,
  { rules, counts, tallies }: Pick<RunMeta, 'rules' | 'counts' | 'tallies'>,
  totals: Pick<RunTotals, 'counts' | 'errors' | 'unmatched'> = {
    counts,
    errors: readErrorGroups(db, 0),
    unmatched: readUnmatched(db),
  },
): StoredWarnings {
  return {
    warnings: runWarnings(
      rules.fields,
      readHealth(db),
      totals,
      tallies.map(({ misfits }) => misfits),
    ),
    notUrls: notUrlsIn(totals),
  };
}
