import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { OptionRow } from './option-row.tsx';

interface SwitchRowProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: boolean | undefined;
  readonly fallback: boolean;
  /** A notice that is shown while the option is on. */
  readonly warning?: string;
  readonly onChange: (value: boolean | undefined) => void;
}

/** Yes or no. A value equal to the default is not written into the job. */
export function SwitchRow(props: SwitchRowProps) {
  const { id, label, hint, value, fallback, warning, onChange } = props;
  const checked = value ?? fallback;
  return (
    <OptionRow
      id={id}
      label={label}
      hint={hint}
      {...(warning !== undefined && checked ? { warning } : {})}
      changed={value !== undefined}
      fallback={fallback ? 'on' : 'off'}
      onReset={() => onChange(undefined)}
    >
      <Switch
        id={id}
        checked={checked}
        onChange={(event) => {
          const chosen = event.currentTarget.checked;
          onChange(chosen === fallback ? undefined : chosen);
        }}
      />
    </OptionRow>
  );
}

interface ChoiceRowProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly fallback: Value;
  /** Called with undefined for the default. */
  readonly onChange: (value: Value | undefined) => void;
}

/** One of a few choices. A value equal to the default is not written into the job. */
export function ChoiceRow<Value extends string>(props: ChoiceRowProps<Value>) {
  const { id, label, hint, choices, value, fallback, onChange } = props;
  const byDefault = choices.find((choice) => choice.value === fallback);
  return (
    <OptionRow
      id={id}
      label={label}
      hint={hint}
      changed={value !== fallback}
      {...(byDefault && { fallback: byDefault.label })}
      onReset={() => onChange(undefined)}
    >
      <Select
        id={id}
        data={choices.map((choice) => ({ ...choice }))}
        value={value}
        onChange={(chosen) => {
          const known = choices.find((choice) => choice.value === chosen)?.value;
          onChange(known === fallback ? undefined : known);
        }}
      />
    </OptionRow>
  );
}
