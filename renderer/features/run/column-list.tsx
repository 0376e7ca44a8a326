import { Button } from '@mantine/core';
import { useStore } from 'zustand';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { ColumnHealth, ValueCount } from '#shared/engine-protocol/column-health.ts';
import type { ColumnFilter } from '#shared/engine-protocol/results.ts';
import { formatCount, formatPercent } from '#shared/format.ts';
import { formSentence } from '#shared/values/form-words.ts';
import type { ColumnHealthStore } from './column-health-store.ts';
import classes from './column-list.module.css';

interface ColumnListProps {
  readonly store: ColumnHealthStore;
  /** Shows the rows that a figure or a value is about. */
  readonly onShow: (filter: ColumnFilter) => void;
  readonly onField: (field: string) => void;
}

/** How good each column is: how many rows are filled, and with what. */
export function ColumnList({ store, onShow, onField }: ColumnListProps) {
  const columns = useStore(store);
  if (columns.length === 0) {
    return <EmptyState>The columns are described here as rows come.</EmptyState>;
  }
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Filled</th>
            <th scope="col">Misfits</th>
            <th scope="col">Distinct</th>
            <th scope="col">Commonest</th>
            <th scope="col">Odd ones</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <Line key={column.field} column={column} onShow={onShow} onField={onField} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps extends Omit<ColumnListProps, 'store'> {
  readonly column: ColumnHealth;
}

function Line({ column, onShow, onField }: LineProps) {
  const { field, rows, filled, misfits, misshapen, distinct, isExact, duplicates } = column;
  const empty = rows - filled;
  const show = ({ value, isCut }: Pick<ValueCount, 'value' | 'isCut'>) =>
    onShow({ field, is: isCut ? 'beginning' : 'value', value });
  return (
    <tr>
      <th scope="row">
        <Button
          className={classes['name'] ?? ''}
          variant="subtle"
          size="compact-sm"
          title="Look at the field"
          onClick={() => onField(field)}
        >
          <span dir="auto">{field}</span>
        </Button>
        {column.form !== null && <div className={classes['form']}>{formSentence(column.form)}</div>}
      </th>
      <td>
        <div className={classes['filled']}>
          <span className={classes['share']} aria-hidden="true">
            <span style={{ width: `${rows === 0 ? 0 : (filled / rows) * 100}%` }} />
          </span>
          <span>{rows === 0 ? '–' : formatPercent(filled, rows)}</span>
          {empty > 0 && (
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={`Show the rows in which ${field} is empty`}
              onClick={() => onShow({ field, is: 'empty', value: '' })}
            >
              {formatCount(empty)} empty
            </Button>
          )}
        </div>
      </td>
      <td data-bad={misfits > 0 || undefined}>
        {misfits > 0 ? (
          <Button
            className={classes['misfits'] ?? ''}
            variant="subtle"
            size="compact-xs"
            aria-label={`Show the rows in which ${field} is a misfit`}
            onClick={() => onShow({ field, is: 'misfit', value: '' })}
          >
            {formatCount(misfits)}
          </Button>
        ) : misshapen > 0 ? (
          `${formatCount(misshapen)} odd`
        ) : (
          '–'
        )}
      </td>
      <td>
        {isExact ? '' : 'about '}
        {formatCount(distinct)}
        {duplicates !== null && duplicates > 0 && (
          <span data-bad>, {formatCount(duplicates)} repeated</span>
        )}
      </td>
      <td>
        <div className={classes['values']}>
          {column.commonest.map(({ value, isCut, count }) => (
            <button key={value} type="button" title={value} onClick={() => show({ value, isCut })}>
              <span dir="auto">{value}</span>
              <b>{formatCount(count)}</b>
            </button>
          ))}
        </div>
      </td>
      <td>
        <div className={classes['values']}>
          {column.odd.map((value) => (
            <button
              key={value}
              type="button"
              data-odd
              title={value}
              onClick={() => show({ value, isCut: true })}
            >
              <span dir="auto">{value}</span>
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
}
