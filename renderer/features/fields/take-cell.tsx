import { useState } from 'react';
import type { Field } from '#shared/job/job.ts';
import classes from './fields.module.css';
import { attributeOf, isAttributeName, takeKindOf, takeKinds, takeLabels, takeOf } from './take.ts';

interface TakeCellProps {
  readonly label: string;
  readonly take: Field['take'];
  /** The source gives values, which have no attributes and no HTML. */
  readonly ofValues?: boolean;
  readonly onChange: (take: Field['take'] | undefined) => void;
}

export function TakeCell({ label, take, ofValues = false, onChange }: TakeCellProps) {
  const kind = takeKindOf(take);
  const kinds = takeKinds.filter((one) => !ofValues || (one !== 'attr' && one !== 'html'));
  return (
    <div className={classes['take']}>
      <select
        className={classes['cell']}
        data-cell="take"
        aria-label={`What to take for ${label}`}
        value={kind}
        onChange={(event) => {
          const chosen = takeKinds.find((candidate) => candidate === event.currentTarget.value);
          if (chosen) onChange(takeOf(chosen));
        }}
      >
        {kinds.map((candidate) => (
          <option key={candidate} value={candidate}>
            {takeLabels[candidate]}
          </option>
        ))}
      </select>
      {kind === 'attr' && <AttributeInput label={label} take={take} onChange={onChange} />}
    </div>
  );
}

/** Holds text that is not valid in a job (no name, a blank) until it is a valid name. */
function AttributeInput({ label, take, onChange }: TakeCellProps) {
  const saved = attributeOf(take);
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <input
      className={`${classes['cell']} ${classes['mono']}`}
      data-cell="attribute"
      aria-label={`Attribute of ${label}`}
      aria-invalid={draft !== null}
      title={draft === null ? undefined : 'Type the name of an attribute, such as href or content.'}
      spellCheck={false}
      maxLength={200}
      value={draft ?? saved}
      onChange={(event) => {
        const name = event.currentTarget.value;
        setDraft(isAttributeName(name) ? null : name);
        if (isAttributeName(name)) onChange(takeOf('attr', name));
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
