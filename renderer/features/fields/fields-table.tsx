import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { toastUndo } from '#renderer/ui/toast.tsx';
import { isolated } from '#shared/isolated.ts';
import {
  changeField,
  type FieldList,
  insertField,
  moveField,
  nameProblem,
  removeField,
} from './field-list.ts';
import { FieldRow } from './field-row.tsx';
import classes from './fields.module.css';
import { firstIds, keptIds } from './kept-ids.ts';
import type { Preview } from './preview-store.ts';

interface FieldsTableProps {
  readonly fields: FieldList;
  /** Whether fields are looked up inside the matches of `each`. */
  readonly inRows: boolean;
  /** Rows are matches of a JSONPath. */
  readonly inJsonRows: boolean;
  readonly preview: Preview;
  /** Sentences about columns with another name in the table, indexed by the place of the field. */
  readonly nameNotes: ReadonlyMap<number, string>;
  readonly onChange: (fields: FieldList) => void;
}

export function FieldsTable(props: FieldsTableProps) {
  const { fields, inRows, inJsonRows, preview, nameNotes, onChange } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [target, setTarget] = useState<number | null>(null);
  const previews = useStore(preview.store, ({ result }) => result?.fields);
  const [lastIds, setLastIds] = useState(() => firstIds(fields));
  const known = lastIds.fields === fields ? lastIds : keptIds(lastIds, fields);
  if (known !== lastIds) setLastIds(known);
  // Undoing a removal inserts the field into the list of that moment.
  const newest = useRef(fields);
  useEffect(() => {
    newest.current = fields;
  });

  function move(from: number, to: number) {
    const moved = moveField(fields, from, to);
    if (moved === fields) return;
    const active = document.activeElement;
    const cell = active instanceof HTMLElement ? active.dataset['cell'] : undefined;
    onChange(moved);
    // The focus moves with the field.
    requestAnimationFrame(() => {
      const row = body.current?.querySelector(`[data-place="${to}"]`);
      row?.querySelector<HTMLElement>(`[data-cell="${cell ?? 'name'}"]`)?.focus();
    });
  }

  function remove(place: number) {
    const field = fields[place];
    if (!field) return;
    onChange(removeField(fields, place));
    toastUndo(`The field "${isolated(field.name)}" was removed.`, () =>
      onChange(insertField(newest.current, Math.min(place, newest.current.length), field)),
    );
  }

  function drop() {
    if (dragged !== null && target !== null) move(dragged, target);
    setDragged(null);
    setTarget(null);
  }

  return (
    <table className={classes['table']}>
      <colgroup>
        <col className={classes['handleColumn']} />
        <col className={classes['nameColumn']} />
        <col />
        <col className={classes['takeColumn']} />
        <col className={classes['allColumn']} />
        <col className={classes['typeColumn']} />
        <col className={classes['matchColumn']} />
        <col className={classes['removeColumn']} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Order</span>
          </th>
          <th scope="col">Name</th>
          <th
            scope="col"
            title="Where the value comes from: an element, JSON, a table or the answer"
          >
            Source
          </th>
          <th scope="col" title="What to take from the element that is found">
            Take
          </th>
          <th scope="col" title="Join every match, with this text between them">
            Join all
          </th>
          <th scope="col" title="What the values are: how they are stored, sorted and exported">
            Type
          </th>
          <th
            scope="col"
            title="A regular expression that is applied to the value: its first group, or the whole match"
          >
            Match
          </th>
          <th scope="col">
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {fields.map((field, place) => (
          <FieldRow
            key={known.ids[place]}
            place={place}
            field={field}
            inRows={inRows}
            inJsonRows={inJsonRows}
            nameProblem={nameProblem(fields, place)}
            nameNote={nameProblem(fields, place) === null ? nameNotes.get(place) : undefined}
            problem={previews?.[place]?.problem ?? null}
            part={previews?.[place]?.part ?? null}
            typed={previews?.[place]?.typed}
            dropMark={dropMarkOf(place, dragged, target)}
            onChange={(change) => onChange(changeField(fields, place, change))}
            onMove={(by) => move(place, place + by)}
            onRemove={() => remove(place)}
            onDragStart={() => setDragged(place)}
            onDragOver={() => dragged !== null && setTarget(place)}
            onDrop={drop}
          />
        ))}
      </tbody>
    </table>
  );
}

function dropMarkOf(place: number, dragged: number | null, target: number | null) {
  if (dragged === null || target !== place || dragged === place) return undefined;
  return dragged < place ? 'below' : 'above';
}
