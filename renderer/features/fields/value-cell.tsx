import type { Field } from '#shared/job/job.ts';
import { typeLabels } from '#shared/values/form-words.ts';
import { valueTypes } from '#shared/values/value-type.ts';
import type { FieldChange } from './field-list.ts';
import classes from './fields.module.css';

interface ValueCellProps {
  readonly label: string;
  readonly field: Field;
  readonly onChange: (change: FieldChange) => void;
}

/** What the values of a field are. */
export function ValueCell({ label, field, onChange }: ValueCellProps) {
  return (
    <select
      className={classes['cell']}
      data-cell="type"
      aria-label={`Type of ${label}`}
      value={field.type ?? 'text'}
      onChange={(event) => {
        const type = valueTypes.find((known) => known === event.currentTarget.value);
        // A form belongs to the type that it was set for.
        if (type !== undefined) {
          const kept = type === 'text' ? undefined : type;
          onChange({ type: kept, decimal: undefined, dates: undefined });
        }
      }}
    >
      {valueTypes.map((type) => (
        <option key={type} value={type}>
          {typeLabels[type]}
        </option>
      ))}
    </select>
  );
}
