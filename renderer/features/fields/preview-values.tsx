import { Button } from '@mantine/core';
import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react';
import { assertNever } from '#shared/assert-never.ts';
import type { FieldPreview, PreviewResult } from '#shared/engine-protocol/preview.ts';
import { formatQuantity } from '#shared/format.ts';
import type { PreviewedCell, PreviewedColumn } from '#shared/values/type-column.ts';
import type { FieldList } from './field-list.ts';
import classes from './fields.module.css';

/** What stands beside the values while the page itself is shown, where they are marked. */
export interface PointedValues {
  readonly colorOf: (place: number) => string;
  /** The place of the field whose row is open; null for none. */
  readonly chosen: number | null;
  readonly onChoose: (place: number | null) => void;
  /** Below every value. */
  readonly noteOf: (place: number) => ReactNode;
  /** In the open row. */
  readonly toolsOf: (place: number) => ReactNode;
}

interface PreviewValuesProps {
  readonly result: PreviewResult;
  readonly fields: FieldList;
  readonly pointed: PointedValues | null;
}

export function PreviewValues({ result, fields, pointed }: PreviewValuesProps) {
  const list = useRef<HTMLDListElement>(null);
  const chosen = pointed?.chosen ?? null;
  // A field that was just picked has no value yet.
  const open = chosen !== null && chosen < result.fields.length ? chosen : null;
  useEffect(() => {
    if (open === null) return;
    list.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <dl ref={list} className={classes['values']} data-selectable>
      {fields.map((field, place) => {
        const shown = result.fields[place];
        if (!shown) return null;
        return (
          // A field has no identity but its place.
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={place}
            className={classes['value']}
            data-chosen={pointed?.chosen === place || undefined}
          >
            <dt className={classes['valueHead']}>
              <ValueName
                name={field.name || `field ${place + 1}`}
                place={place}
                pointed={pointed}
              />
              <MatchNote shown={shown} inRows={result.eachMatches !== null} />
            </dt>
            <Values values={shown.values} late={shown.late} typed={shown.typed} />
            {pointed && <dd className={classes['valueTools']}>{pointed.noteOf(place)}</dd>}
            {pointed?.chosen === place && (
              <dd className={classes['valueTools']}>{pointed.toolsOf(place)}</dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

interface ValueNameProps {
  readonly name: string;
  readonly place: number;
  readonly pointed: PointedValues | null;
}

/** While the page is shown: in the colour of its marks, and a button that opens the row and shows the element. */
function ValueName({ name, place, pointed }: ValueNameProps) {
  if (pointed === null) {
    return (
      <span className={classes['valueName']} dir="auto" title={name}>
        {name}
      </span>
    );
  }
  const isChosen = pointed.chosen === place;
  return (
    <button
      type="button"
      className={classes['valueButton']}
      aria-expanded={isChosen}
      title={name}
      onClick={() => pointed.onChoose(isChosen ? null : place)}
    >
      <span
        className={classes['dot']}
        style={{ background: pointed.colorOf(place) }}
        aria-hidden="true"
      />
      <span className={classes['valueName']} dir="auto">
        {name}
      </span>
    </button>
  );
}

function MatchNote({ shown, inRows }: { readonly shown: FieldPreview; readonly inRows: boolean }) {
  if (shown.problem !== null) return <span className={classes['none']}>not understood</span>;
  if (shown.matches === 0) {
    return (
      <span className={classes['none']}>{inRows ? 'no match in the first row' : 'no match'}</span>
    );
  }
  return (
    <span className={classes['matches']}>
      {formatQuantity(shown.matches, 'match', 'matches')}
      {inRows && ' in the first row'}
    </span>
  );
}

/** A note on the attribute in which a picture's address was found. */
function LateNote({ attributes }: { readonly attributes: readonly string[] }) {
  if (attributes.length === 0) return null;
  return (
    <dd className={classes['late']} title="src holds a placeholder until a script fills it in">
      from {attributes.join(', ')}
    </dd>
  );
}

/** The cell that a value becomes, where it is another one. */
function TypedNote({
  value,
  cell,
}: {
  readonly value: string;
  readonly cell: PreviewedCell | undefined;
}) {
  const note = cell === undefined ? '' : typedNote(value, cell);
  if (note === '') return null;
  return (
    <dd className={classes['typedNote']} data-state={cell?.state} dir="auto">
      {note}
    </dd>
  );
}

function typedNote(value: string, { text, currency, state }: PreviewedCell): string {
  switch (state) {
    case 'empty':
      return '';
    case 'value': {
      const whole = currency === null ? text : `${text} ${currency}`;
      return whole === value ? '' : `→ ${whole}`;
    }
    case 'undecided':
      return 'stays as text: it has several readings';
    case 'misfit':
      return 'stays as text: it could not be read';
    default:
      return assertNever(state);
  }
}

const shownAtFirst = 3;

function Values({
  values,
  late,
  typed,
}: Pick<FieldPreview, 'values' | 'late'> & { readonly typed: PreviewedColumn | undefined }) {
  const [all, setAll] = useState(false);
  const shown = all ? values : values.slice(0, shownAtFirst);
  const more = values.length - shown.length;
  return (
    <>
      {shown.map((value, row) => (
        // Values have no identity but their row.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Fragment key={row}>
          <dd className={classes['valueText']} dir="auto" data-empty={value === '' || undefined}>
            {value === '' ? 'empty' : value}
          </dd>
          <TypedNote value={value} cell={typed?.cells[row]} />
          <LateNote attributes={late[row] ?? []} />
        </Fragment>
      ))}
      {more > 0 && (
        <dd className={classes['valueMore']}>
          <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
            Show {more} more
          </Button>
        </dd>
      )}
    </>
  );
}
