import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import type { FieldPreview, PreviewResult } from '#shared/engine-protocol/preview.ts';
import { formatQuantity } from '#shared/format.ts';
import type { FieldList } from './field-list.ts';
import classes from './fields.module.css';

interface PreviewValuesProps {
  readonly result: PreviewResult;
  readonly fields: FieldList;
}

export function PreviewValues({ result, fields }: PreviewValuesProps) {
  return (
    <dl className={classes['values']} data-selectable>
      {fields.map((field, place) => {
        const shown = result.fields[place];
        if (!shown) return null;
        return (
          // A field has no identity but its place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={place} className={classes['value']}>
            <dt className={classes['valueHead']}>
              <span className={classes['valueName']} dir="auto" title={field.name}>
                {field.name || `field ${place + 1}`}
              </span>
              <MatchNote shown={shown} inRows={result.eachMatches !== null} />
            </dt>
            <Values values={shown.values} late={shown.late} />
          </div>
        );
      })}
    </dl>
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

const shownAtFirst = 3;

function Values({ values, late }: Pick<FieldPreview, 'values' | 'late'>) {
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
