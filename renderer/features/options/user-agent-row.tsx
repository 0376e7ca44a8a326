import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { defaultOptions } from '#shared/job/defaults.ts';
import { optionsSchema } from '#shared/job/job.ts';
import { OptionRow } from './option-row.tsx';

interface UserAgentRowProps {
  readonly value: string | undefined;
  readonly onChange: (userAgent: string | undefined) => void;
}

/** Holds text that cannot be sent in a header, with the reason, until it is valid again. */
export function UserAgentRow({ value, onChange }: UserAgentRowProps) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <OptionRow
      id="option-user-agent"
      label="User agent"
      hint="How Trawl introduces itself to servers."
      wide
      changed={value !== undefined || draft !== null}
      onReset={() => {
        setDraft(null);
        onChange(undefined);
      }}
    >
      <TextInput
        id="option-user-agent"
        placeholder={defaultOptions.userAgent}
        maxLength={1000}
        spellCheck={false}
        value={draft ?? value ?? ''}
        error={draft === null ? null : 'It may hold only plain letters, digits and signs.'}
        onChange={(event) => {
          const text = event.currentTarget.value;
          const valid = optionsSchema.shape.userAgent.safeParse(text).success;
          setDraft(valid ? null : text);
          if (valid) onChange(text === '' ? undefined : text);
        }}
      />
    </OptionRow>
  );
}
