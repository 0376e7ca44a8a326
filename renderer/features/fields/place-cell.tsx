import type { JsonPlace } from '#shared/job/v2/source.ts';
import classes from './fields.module.css';
import { type PlaceKind, placeKindOf, placeLabels, placeOf, placeText } from './source.ts';

interface PlaceCellProps {
  readonly label: string;
  readonly place: JsonPlace | undefined;
  /** Rows are matches of a JSONPath, in which a field looks by itself. */
  readonly inJsonRows: boolean;
  readonly invalid: boolean;
  readonly onChange: (place: JsonPlace | undefined) => void;
}

const kinds = Object.keys(placeLabels) as readonly PlaceKind[];
const typed: Readonly<Partial<Record<PlaceKind, string>>> = {
  type: 'Product',
  script: '__NEXT_DATA__, window.state or a selector',
};

/** Where a JSONPath looks. */
export function PlaceCell({ label, place, inJsonRows, invalid, onChange }: PlaceCellProps) {
  const kind = placeKindOf(place, inJsonRows);
  return (
    <div className={classes['place']}>
      <select
        className={classes['cell']}
        data-cell="place"
        aria-label={`Where the JSON of ${label} is`}
        value={kind}
        onChange={(event) => {
          const chosen = kinds.find((one) => one === event.currentTarget.value);
          if (chosen) onChange(placeOf(chosen, '', inJsonRows));
        }}
      >
        {kinds
          .filter((one) => inJsonRows || one !== 'row')
          .map((one) => (
            <option key={one} value={one}>
              {placeLabels[one]}
            </option>
          ))}
      </select>
      {typed[kind] !== undefined && (
        <input
          className={`${classes['cell']} ${classes['mono']}`}
          data-cell="place-text"
          aria-label={kind === 'type' ? `Type of ${label}` : `Script of ${label}`}
          aria-invalid={invalid}
          placeholder={typed[kind]}
          spellCheck={false}
          maxLength={kind === 'type' ? 200 : 10_000}
          value={placeText(place)}
          onChange={(event) => {
            const text = event.currentTarget.value;
            onChange(placeOf(kind, kind === 'type' ? text.replace(/\s+/g, '') : text, inJsonRows));
          }}
        />
      )}
    </div>
  );
}
