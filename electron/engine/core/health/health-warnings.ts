import type { RunChains } from '#shared/engine-protocol/run-chains.ts';
import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';
import type { RunTotals, UnreadValues } from '../../ports/run-ledger.ts';
import type { StoredHealth, StoredHostFill } from '../../ports/stored-health.ts';
import { type ColumnSums, noColumn, type WatchedField } from './column-watch.ts';
import { samePage } from './page-signs.ts';

/** Fewer rows say little of how a field is usually filled. */
const leastRows = 20;
const usually = 0.9;
/** A message has room for so many; jobs with more fields in trouble have one cause for most. */
const mostWarnings = 50;

/** The part of a run's health on which its warnings depend. */
export interface WarnedHealth extends Pick<StoredHealth, 'signs' | 'hosts'> {
  readonly columns: readonly ColumnSums[];
}

/**
 * The warnings of a run, those first that may explain the others.
 *
 * @param unread for each field, its values that are not of its type
 * @param chains null for a run that follows no next pages
 * @param health null for a run of an older version, of which nothing is known
 */
export function runWarnings(
  fields: readonly WatchedField[],
  health: WarnedHealth | null,
  totals: Pick<RunTotals, 'counts' | 'errors' | 'unmatched'>,
  unread: readonly UnreadValues[],
  chains: RunChains | null = null,
): readonly RunWarning[] {
  const { unmatched, counts } = totals;
  const lines = totals.errors.find(({ code }) => code === 'INVALID_URL');
  const warnings: RunWarning[] = health === null ? [] : pageWarnings(health);
  if (unmatched > 0) warnings.push({ kind: 'no-match', pages: unmatched, of: counts.done });
  if (health !== null) {
    fields.forEach((field, at) => {
      warnings.push(...fieldWarnings(field, at, health, unread[at]));
    });
  }
  const cut = (chains?.ends.empty ?? 0) + (chains?.ends.unusable ?? 0);
  if (cut > 0) warnings.push({ kind: 'cut-chains', urls: cut });
  if (lines !== undefined) {
    warnings.push({ kind: 'not-urls', lines: lines.count, example: lines.exampleUrl });
  }
  return warnings.slice(0, mostWarnings);
}

/** Lines of the list that are no URLs. */
export function notUrlsIn({ errors }: Pick<RunTotals, 'errors'>): number {
  return errors.find(({ code }) => code === 'INVALID_URL')?.count ?? 0;
}

function pageWarnings({ signs }: WarnedHealth): RunWarning[] {
  const { logIn, home, needsScript } = signs;
  const warnings: RunWarning[] = [];
  if (logIn.pages > 0) warnings.push({ kind: 'log-in', ...logIn });
  if (home.pages > 0) warnings.push({ kind: 'home-page', ...home });
  const same = samePage(signs);
  if (same !== null) {
    warnings.push({ kind: 'same-page', pages: same.pages, url: same.exampleUrl });
  }
  if (needsScript.pages > 0) warnings.push({ kind: 'needs-script', ...needsScript });
  return warnings;
}

function fieldWarnings(
  field: WatchedField,
  at: number,
  health: WarnedHealth,
  { misfits, undecided }: UnreadValues = { misfits: 0, undecided: 0 },
): RunWarning[] {
  const column = health.columns[at] ?? noColumn;
  const { filled, duplicates, rows, helped } = column;
  const { name } = field;
  const warnings: RunWarning[] = [];
  const empty = emptyWarning(field, at, column, health.hosts);
  if (empty !== null) warnings.push(empty);
  if (misfits > 0) warnings.push({ kind: 'misfits', field: name, misfits, filled });
  if (undecided > 0) {
    const by = field.type === 'date' ? 'dates' : 'decimal';
    warnings.push({ kind: 'undecided', field: name, values: undecided, by });
  }
  if (duplicates > 0) warnings.push({ kind: 'duplicates', field: name, duplicates, rows });
  helped.forEach((rows, alternate) => {
    const selector = field.alternates?.[alternate];
    if (rows > 0 && selector !== undefined) {
      warnings.push({ kind: 'alternate', field: name, selector, rows });
    }
  });
  return warnings;
}

/** At most one warning for the empty rows of a field: the one that says most. */
function emptyWarning(
  { name, required }: WatchedField,
  at: number,
  { rows, filled }: ColumnSums,
  hosts: ReadonlyMap<number, StoredHostFill>,
): RunWarning | null {
  const empty = rows - filled;
  if (empty === 0) return null;
  const of = { kind: 'empty', field: name, empty, rows } as const;
  if (filled === 0) return { ...of, why: required ? 'required' : 'all' };
  const [longest] = [...hosts.values()]
    .flatMap(({ host, fills }) => {
      const lost = fills[at]?.lost ?? null;
      return lost === null ? [] : [{ host, ...lost }];
    })
    .sort((a, b) => b.empty - a.empty);
  if (longest !== undefined) return { kind: 'stopped', field: name, ...longest };
  if (required) return { ...of, why: 'required' };
  return rows >= leastRows && filled >= rows * usually ? { ...of, why: 'usual' } : null;
}
