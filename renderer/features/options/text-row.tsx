import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { optionsSchema } from '#shared/job/job.ts';
import { OptionRow } from './option-row.tsx';

interface TextRowProps {
  readonly option: 'userAgent' | 'renderWaitFor';
  readonly label: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly value: string | undefined;
  readonly maxLength: number;
  /** Why a text is not valid, where it may be more than too long. */
  readonly problem?: string;
  readonly onChange: (value: string | undefined) => void;
}

/** Holds text that the job cannot hold, with the reason, until it is valid again. */
export function TextRow(props: TextRowProps) {
  const { option, label, hint, placeholder, value, maxLength, onChange } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const id = `option-${option}`;
  return (
    <OptionRow
      id={id}
      label={label}
      hint={hint}
      wide
      changed={value !== undefined || draft !== null}
      onReset={() => {
        setDraft(null);
        onChange(undefined);
      }}
    >
      <TextInput
        id={id}
        placeholder={placeholder}
        spellCheck={false}
        value={draft ?? value ?? ''}
        maxLength={maxLength}
        error={draft === null ? null : (props.problem ?? 'It is too long.')}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const valid = optionsSchema.shape[option].safeParse(text).success;
          setDraft(valid ? null : text);
          if (valid) onChange(text === '' ? undefined : text);
        }}
      />
    </OptionRow>
  );
}
