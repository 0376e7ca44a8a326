import { NumberInput } from '@mantine/core';
import classes from './lab.module.css';
import { type LabNumbers, numberProblem, numberRules } from './lab-form.ts';
import { useLab } from './lab-store.ts';

/** A number of the form with its unit; an error is shown below it. */
export function NumberField({ name }: { readonly name: keyof LabNumbers }) {
  const value = useLab((state) => state.form[name]);
  const change = useLab((state) => state.change);
  const { label, unit, hint, min, max } = numberRules[name];
  return (
    <NumberInput
      className={classes['number']}
      label={label}
      title={hint}
      value={value}
      min={min}
      max={max}
      allowNegative={false}
      allowDecimal={false}
      clampBehavior="none"
      thousandSeparator=","
      error={numberProblem(name, value)}
      {...(unit === ''
        ? {}
        : {
            rightSection: <span className={classes['unit']}>{unit}</span>,
            rightSectionWidth: unit.length > 3 ? 56 : 34,
            rightSectionPointerEvents: 'none' as const,
          })}
      onChange={(next) => change({ [name]: next })}
    />
  );
}
