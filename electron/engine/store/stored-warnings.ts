import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';
import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import { type ColumnTally, noTally, undecidedIn } from '#shared/values/column-form.ts';
import type { ValueRule } from '#shared/values/value-type.ts';
import { notUrlsIn, runWarnings } from '../core/health/health-warnings.ts';
import type { RunTotals, UnreadValues } from '../ports/run-ledger.ts';
import { readHealth } from './health-table.ts';
import { chainsOf, type RunMeta } from './run-meta.ts';
import { readErrorGroups, readUnmatched } from './run-totals.ts';
import type { Sqlite } from './sqlite.ts';

/** The values of each field that stay text, by its rule and its sums. */
export function unreadOf(
  rules: readonly ValueRule[],
  tallies: readonly ColumnTally[],
): readonly UnreadValues[] {
  return rules.map((rule, field) => {
    const tally = tallies[field] ?? noTally;
    return { misfits: tally.misfits, undecided: undecidedIn(rule, tally) };
  });
}

interface StoredWarnings {
  readonly warnings: readonly RunWarning[];
  readonly notUrls: number;
}

/** The warnings of a run from its file. Reads no more than indexes and the few lines of its health. */
export function readWarnings(
  db: Sqlite,
  meta: Pick<RunMeta, 'rules' | 'counts' | 'tallies' | 'grows'>,
  totals: Pick<RunTotals, 'counts' | 'errors' | 'unmatched'> = {
    counts: meta.counts,
    errors: readErrorGroups(db, 0),
    unmatched: readUnmatched(db),
  },
): StoredWarnings {
  const { rules, tallies } = meta;
  return {
    warnings: runWarnings(
      rules.fields,
      readHealth(db),
      totals,
      unreadOf(rules.fields.map(valueRuleOf), tallies),
      chainsOf(meta),
    ),
    notUrls: notUrlsIn(totals),
  };
}
