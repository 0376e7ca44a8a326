import { ActionIcon } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconGripVertical, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { formatQuantity } from '#shared/format.ts';
import { defaultSeparator } from '#shared/job/defaults.ts';
import type { Field } from '#shared/job/job.ts';
import type { PreviewedColumn } from '#shared/values/type-column.ts';
import { onlyMatch } from './clean-steps.ts';
import type { FieldChange } from './field-list.ts';
import classes from './fields.module.css';
import { sourceOf } from './source.ts';
import { SourceCell } from './source-cell.tsx';
import { canJoin, takeKindOf } from './take.ts';
import { TakeCell } from './take-cell.tsx';
import { ValueCell } from './value-cell.tsx';
import { ValueRow } from './value-row.tsx';

interface FieldRowProps {
  readonly place: number;
  readonly field: Field;
  readonly inRows: boolean;
  /** Rows are matches of a JSONPath. */
  readonly inJsonRows: boolean;
  readonly nameProblem: string | null;
  /** The field's column name in the table, where it differs from the field's name. */
  readonly nameNote: string | undefined;
  /** The engine's message about the selector or the expression. */
  readonly problem: string | null;
  /** The part of the field that it is about. */
  readonly part: keyof Field | null;
  /** The cells of the preview; undefined for a field of plain text, and before there is one. */
  readonly typed: PreviewedColumn | undefined;
  readonly dropMark: 'above' | 'below' | undefined;
  readonly onChange: (change: FieldChange) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
  readonly onDragStart: () => void;
  readonly onDragOver: () => void;
  readonly onDrop: () => void;
}

const blankIsNone = (text: string): string | undefined => (text === '' ? undefined : text);

export function FieldRow(props: FieldRowProps) {
  const { place, field, inRows, inJsonRows, nameProblem, nameNote, onChange } = props;
  const { problem, part } = props;
  const source = sourceOf(field);
  const joins = canJoin(takeKindOf(field.take));
  const label = field.name === '' ? `field ${place + 1}` : field.name;
  const ofMatch = part === 'clean';
  const message = [nameProblem, problem].filter((text) => text !== null).join(' ');
  const messageId = `field-problem-${place}`;
  const match = onlyMatch(field);
  const [isOpen, setIsOpen] = useState<boolean | null>(null);
  const showsSteps = isOpen ?? match === null;

  function onKeyDown(event: React.KeyboardEvent) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    props.onMove(event.key === 'ArrowUp' ? -1 : 1);
  }

  return (
    <>
      <tr
        className={classes['row']}
        data-place={place}
        data-drop={props.dropMark}
        onKeyDown={onKeyDown}
        onDragOver={(event) => {
          event.preventDefault();
          props.onDragOver();
        }}
        onDrop={(event) => {
          event.preventDefault();
          props.onDrop();
        }}
      >
        <td>
          <DragHandle label={label} onDragStart={props.onDragStart} onDrop={props.onDrop} />
        </td>
        <td>
          <input
            className={classes['cell']}
            data-cell="name"
            aria-label="Name"
            aria-invalid={nameProblem !== null}
            aria-describedby={nameProblem === null ? undefined : messageId}
            maxLength={200}
            title={field.name}
            value={field.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        </td>
        <td>
          <SourceCell
            label={label}
            field={field}
            inRows={inRows}
            inJsonRows={inJsonRows}
            wrong={part}
            problemId={messageId}
            onChange={onChange}
          />
        </td>
        <td>
          <TakeCell
            label={label}
            take={field.take}
            ofValues={source === 'json' || source === 'answer'}
            onChange={(take) => onChange({ take })}
          />
        </td>
        <td>{joins && <JoinCell label={label} field={field} onChange={onChange} />}</td>
        <td>
          <ValueCell label={label} field={field} onChange={onChange} />
        </td>
        <td>
          <div className={classes['clean']}>
            {match !== null && !showsSteps ? (
              <input
                className={`${classes['cell']} ${classes['mono']}`}
                data-cell="match"
                aria-label={`Regular expression of ${label}`}
                aria-invalid={ofMatch}
                aria-describedby={ofMatch ? messageId : undefined}
                placeholder="all of it"
                spellCheck={false}
                maxLength={10_000}
                title={match}
                value={match}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ clean: value === '' ? undefined : [{ match: value }] })
                }
              />
            ) : (
              <span className={classes['stepCount']}>
                {formatQuantity(field.clean?.length ?? 0, 'step')}
              </span>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              data-cell="clean"
              aria-label={`Cleaning steps of ${label}`}
              aria-expanded={showsSteps}
              title="Replace, trim, split, or put a text where the value is empty"
              onClick={() => setIsOpen(!showsSteps)}
            >
              <IconAdjustmentsHorizontal size={14} />
            </ActionIcon>
          </div>
        </td>
        <td>
          <ActionIcon
            className={classes['remove']}
            variant="subtle"
            color="gray"
            size="sm"
            data-cell="remove"
            aria-label={`Remove ${label}`}
            onClick={props.onRemove}
          >
            <IconX size={14} />
          </ActionIcon>
        </td>
      </tr>
      <ValueRow
        label={label}
        field={field}
        typed={props.typed}
        showsSteps={showsSteps}
        onChange={(change) => {
          // A change must not close what is open under the cursor.
          if (showsSteps) setIsOpen(true);
          onChange(change);
        }}
      />
      <FieldNotes note={nameNote} problem={message} problemId={messageId} />
    </>
  );
}

interface DragHandleProps {
  readonly label: string;
  readonly onDragStart: () => void;
  readonly onDrop: () => void;
}

function DragHandle({ label, onDragStart, onDrop }: DragHandleProps) {
  return (
    <button
      type="button"
      className={classes['handle']}
      data-cell="handle"
      draggable
      aria-label={`Move ${label}; Alt with the arrow keys moves it up or down`}
      title="Drag to order, or Alt+↑ and Alt+↓"
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', label);
        onDragStart();
      }}
      onDragEnd={onDrop}
    >
      <IconGripVertical size={14} aria-hidden="true" />
    </button>
  );
}

interface JoinCellProps {
  readonly label: string;
  readonly field: Field;
  readonly onChange: (change: FieldChange) => void;
}

/** Whether all matches are joined, and the separator. */
function JoinCell({ label, field, onChange }: JoinCellProps) {
  return (
    <div className={classes['all']}>
      <input
        type="checkbox"
        data-cell="all"
        aria-label={`Join all matches of ${label}`}
        checked={field.all ?? false}
        onChange={(event) => onChange({ all: event.currentTarget.checked || undefined })}
      />
      {field.all && (
        <input
          className={`${classes['cell']} ${classes['mono']}`}
          data-cell="separator"
          aria-label={`Separator of ${label}`}
          placeholder={defaultSeparator.trim()}
          maxLength={100}
          value={field.separator ?? ''}
          onChange={(event) => onChange({ separator: blankIsNone(event.currentTarget.value) })}
        />
      )}
    </div>
  );
}

interface FieldNotesProps {
  readonly note: string | undefined;
  /** Empty for none. */
  readonly problem: string;
  readonly problemId: string;
}

/** The notes below a field: another name of its column, and errors. */
function FieldNotes({ note, problem, problemId }: FieldNotesProps) {
  return (
    <>
      {note !== undefined && (
        <tr className={classes['noteRow']}>
          <td />
          <td colSpan={7} role="note">
            {note}
          </td>
        </tr>
      )}
      {problem !== '' && (
        <tr className={classes['problemRow']}>
          <td />
          <td colSpan={7} id={problemId} role="alert">
            {problem}
          </td>
        </tr>
      )}
    </>
  );
}
