import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Field } from '#shared/job/job.ts';
import type { CleanStep } from '#shared/job/v2/clean.ts';
import { formsOf } from '#shared/values/column-form.ts';
import { formLabels, formSentence } from '#shared/values/form-words.ts';
import { dateOrders } from '#shared/values/read/read-date.ts';
import { decimalSigns } from '#shared/values/read/read-number.ts';
import type { PreviewedColumn } from '#shared/values/type-column.ts';
import {
  stepHints,
  stepKindOf,
  stepKinds,
  stepLabels,
  stepOf,
  stepsOrNone,
  stepText,
} from './clean-steps.ts';
import type { FieldChange } from './field-list.ts';
import classes from './fields.module.css';

interface ValueRowProps {
  readonly label: string;
  readonly field: Field;
  readonly typed: PreviewedColumn | undefined;
  readonly showsSteps: boolean;
  readonly onChange: (change: FieldChange) => void;
}

/** Below the row of a field: how its values are written, and the steps that clean them. */
export function ValueRow({ label, field, typed, showsSteps, onChange }: ValueRowProps) {
  const hasForm = formsOf(field.type ?? 'text').length > 0;
  if (!hasForm && !showsSteps && !field.required && !field.unique) return null;
  return (
    <tr className={classes['noteRow']}>
      <td />
      <td colSpan={7}>
        <div className={classes['valueRow']}>
          {hasForm && <FormSelect label={label} field={field} onChange={onChange} />}
          {hasForm && typed && <span role="note">{formSentence(typed.decision)}</span>}
          <Demands label={label} field={field} onChange={onChange} />
          {showsSteps && (
            <Steps
              label={label}
              steps={field.clean ?? []}
              onChange={(steps) => onChange({ clean: stepsOrNone(steps) })}
            />
          )}
        </div>
      </td>
    </tr>
  );
}

/** What the person demands of the column; a run warns where it is not so. */
function Demands({ label, field, onChange }: Pick<ValueRowProps, 'label' | 'field' | 'onChange'>) {
  return (
    <>
      <label title="A run pauses when this field stays empty">
        <input
          type="checkbox"
          data-cell="required"
          aria-label={`Required: ${label}`}
          checked={field.required ?? false}
          onChange={({ currentTarget }) =>
            onChange({ required: currentTarget.checked || undefined })
          }
        />{' '}
        Required
      </label>
      <label title="A run warns when values of this field are the same">
        <input
          type="checkbox"
          data-cell="unique"
          aria-label={`Unique: ${label}`}
          checked={field.unique ?? false}
          onChange={({ currentTarget }) => onChange({ unique: currentTarget.checked || undefined })}
        />{' '}
        Unique
      </label>
    </>
  );
}

function FormSelect({
  label,
  field,
  onChange,
}: Pick<ValueRowProps, 'label' | 'field' | 'onChange'>) {
  const isDate = field.type === 'date';
  return (
    <select
      className={classes['formSelect']}
      data-cell="form"
      aria-label={isDate ? `Order of the dates of ${label}` : `Decimal sign of ${label}`}
      value={(isDate ? field.dates : field.decimal) ?? ''}
      onChange={({ currentTarget: { value } }) =>
        onChange(
          isDate
            ? { dates: dateOrders.find((order) => order === value) }
            : { decimal: decimalSigns.find((sign) => sign === value) },
        )
      }
    >
      <option value="">The column decides</option>
      {formsOf(field.type ?? 'text').map((form) => (
        <option key={form} value={form}>
          {formLabels[form]}
        </option>
      ))}
    </select>
  );
}

interface StepsProps {
  readonly label: string;
  readonly steps: readonly CleanStep[];
  readonly onChange: (steps: readonly CleanStep[]) => void;
}

function Steps({ label, steps, onChange }: StepsProps) {
  return (
    <ol className={classes['steps']}>
      {steps.map((step, at) => (
        <Step
          // A step has no identity but its place; every input is controlled.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={at}
          label={`step ${at + 1} of ${label}`}
          step={step}
          onChange={(changed) => onChange(steps.with(at, changed))}
          onRemove={() => onChange(steps.toSpliced(at, 1))}
        />
      ))}
      <li>
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<IconPlus size={12} />}
          disabled={steps.length >= 20}
          aria-label={`Add a cleaning step to ${label}`}
          onClick={() => onChange([...steps, stepOf('replace', '')])}
        >
          Add a step
        </Button>
      </li>
    </ol>
  );
}

interface StepProps {
  readonly label: string;
  readonly step: CleanStep;
  readonly onChange: (step: CleanStep) => void;
  readonly onRemove: () => void;
}

function Step({ label, step, onChange, onRemove }: StepProps) {
  const kind = stepKindOf(step);
  const by = 'with' in step ? step.with : '';
  return (
    <li>
      <select
        className={classes['formSelect']}
        aria-label={`Kind of ${label}`}
        value={kind}
        onChange={(event) => {
          const chosen = stepKinds.find((known) => known === event.currentTarget.value);
          if (chosen !== undefined) onChange(stepOf(chosen, stepText(step), by));
        }}
      >
        {stepKinds.map((known) => (
          <option key={known} value={known}>
            {stepLabels[known]}
          </option>
        ))}
      </select>
      <input
        className={`${classes['stepInput']} ${classes['mono']}`}
        aria-label={`Text of ${label}`}
        placeholder={stepHints[kind]}
        spellCheck={false}
        maxLength={kind === 'match' || kind === 'replace' ? 10_000 : 1000}
        value={stepText(step)}
        onChange={(event) => onChange(stepOf(kind, event.currentTarget.value, by))}
      />
      {kind === 'replace' && (
        <input
          className={`${classes['stepInput']} ${classes['mono']}`}
          aria-label={`Replacement of ${label}`}
          placeholder="nothing"
          spellCheck={false}
          maxLength={1000}
          value={by}
          onChange={(event) => onChange(stepOf(kind, stepText(step), event.currentTarget.value))}
        />
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={`Remove ${label}`}
        onClick={onRemove}
      >
        <IconX size={12} />
      </ActionIcon>
    </li>
  );
}
