import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { FormDecision } from '#shared/values/column-form.ts';
import { readCell, settleCell } from '#shared/values/type-cell.ts';
import type { ValueType } from '#shared/values/value-type.ts';
import type { Frequent } from '../../ports/stored-health.ts';

/**
 * The commonest values of a typed column as its table has them, and the commonest texts that stayed as they are.
 * The column is watched as its pages have it ("£5", "5.00 £"), so that texts with one value are added up here.
 *
 * @param watched the most frequent texts; `example` says whether the text was cut
 */
export function typedValues(
  type: ValueType,
  decision: FormDecision,
  watched: readonly Frequent<boolean>[],
): Pick<ColumnHealth, 'commonest' | 'odd'> {
  const counts = new Map<string, number>();
  const odd: string[] = [];
  for (const { key, count, over, example: isCut } of watched) {
    const sure = count - over;
    if (isCut || sure < 1) continue;
    const { cell, state } = settleCell(readCell(type, key, null), decision);
    if (state === 'value') counts.set(String(cell), (counts.get(String(cell)) ?? 0) + sure);
    else odd.push(key);
  }
  const commonest = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([, a], [, b]) => b - a)
    .map(([value, count]) => ({ value, isCut: false, count }));
  return { commonest, odd };
}
