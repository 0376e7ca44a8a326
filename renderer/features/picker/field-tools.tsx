import { Button } from '@mantine/core';
import { IconFocus2, IconX } from '@tabler/icons-react';
import { useStore } from 'zustand';
import type { TakeChoice } from '#shared/engine-protocol/pick.ts';
import type { Field } from '#shared/job/job.ts';
import classes from './picker.module.css';
import type { Pointing } from './pointing.ts';
import { noteOf } from './tried-note.ts';

interface FieldToolsProps {
  readonly pointing: Pointing;
  readonly place: number;
  readonly field: Field;
  readonly onRename: (name: string) => void;
  readonly onRemove: () => void;
}

/** The open row of a field: its name, what it takes, and whether it finds something elsewhere. */
export function FieldTools({ pointing, place, field, onRename, onRemove }: FieldToolsProps) {
  const anew = useStore(pointing.store, (state) => state.anew === place);
  const picked = useStore(pointing.store, (state) => state.picked);
  const mine =
    picked?.place === place && sourceOf(picked.field.field).text === sourceOf(field).text
      ? picked.field
      : null;
  const source = sourceOf(field);
  const label = field.name || `field ${place + 1}`;
  return (
    <div className={classes['tools']}>
      <label className={classes['toolLine']}>
        <span>Name</span>
        <input
          className={classes['input']}
          maxLength={200}
          value={field.name}
          onChange={(event) => onRename(event.currentTarget.value)}
        />
      </label>
      {mine && mine.takes.length > 1 && (
        <label className={classes['toolLine']}>
          <span>Take</span>
          <select
            className={classes['input']}
            value={field.take ?? 'text'}
            onChange={(event) => pointing.takeOther(place, event.currentTarget.value)}
          >
            {mine.takes.map((choice) => (
              <option key={choice.take} value={choice.take}>
                {takeName(choice)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className={classes['toolLine']}>
        <span>{source.name}</span>
        <code className={classes['css']} title={source.text}>
          {source.text ?? 'the whole page'}
        </code>
      </div>
      {mine?.confidence === 'unsure' && <p className={classes['unsure']}>{mine.reason}</p>}
      <Alternates pointing={pointing} place={place} field={field} />
      <div className={classes['toolButtons']}>
        <Button
          size="compact-xs"
          variant={anew ? 'filled' : 'default'}
          leftSection={<IconFocus2 size={12} />}
          aria-pressed={anew}
          onClick={() => pointing.pickAnew(place)}
        >
          {anew
            ? source.name === 'JSONPath'
              ? 'Click a value…'
              : 'Click an element…'
            : 'Pick anew'}
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={12} />}
          aria-label={`Remove ${label}`}
          onClick={onRemove}
        >
          Remove
        </Button>
      </div>
    </div>
  );
}

function sourceOf({ css, xpath, json, table }: Field) {
  if (json !== undefined) return { name: 'JSONPath', text: json };
  if (xpath !== undefined) return { name: 'XPath', text: xpath };
  return table === undefined ? { name: 'Selector', text: css } : { name: 'Column', text: table };
}

const kinds: Readonly<Record<TakeChoice['kind'], string>> = {
  text: 'Text',
  lines: 'Lines',
  link: 'Link',
  picture: 'Picture',
  attribute: 'Attribute',
  html: 'HTML',
};

function takeName({ take, kind, value }: TakeChoice): string {
  const attribute = take.startsWith('attr:') ? ` ${take.slice('attr:'.length)}` : '';
  const name = kind === 'attribute' ? `${kinds[kind]}${attribute}` : kinds[kind];
  const shown = value.replace(/\s+/g, ' ').slice(0, 60);
  return shown === '' ? name : `${name}: ${shown}`;
}

/** The other selectors of a field, and what each finds on the page that is shown. */
function Alternates({ pointing, place, field }: Omit<FieldToolsProps, 'onRename' | 'onRemove'>) {
  const tried = useStore(pointing.store, (state) => state.tried);
  const here = tried[0]?.fields[place]?.tried.slice(1) ?? [];
  if ((field.alternates ?? []).length === 0 || here.length === 0) return null;
  return (
    <ul
      className={classes['alternates']}
      aria-label="Other selectors, for pages where it finds nothing"
    >
      {here.map(({ css, note, verdict }) => (
        <li key={css}>
          <code className={classes['css']} title={css}>
            {css}
          </code>
          {verdict !== 'found' && <span className={classes['unsure']}>{note}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Where a field finds nothing, or something else, on other pages of the list; null where all is well. */
export function TriedNote({
  pointing,
  place,
}: {
  readonly pointing: Pointing;
  readonly place: number;
}) {
  const tried = useStore(pointing.store, (state) => state.tried);
  const note = noteOf(tried.slice(1), place);
  if (note === null) return null;
  return (
    <p className={classes['tried']} title={note.pages.join('\n')}>
      {note.text}
    </p>
  );
}
