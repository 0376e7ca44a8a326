import { Select, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { defaultOptions, type JobOptions, optionsSchema } from '#shared/job/job.ts';
import { HeadersEditor } from './headers-editor.tsx';
import { NumberRow } from './number-row.tsx';
import { OptionRow } from './option-row.tsx';
import { type NumberOption, numberRules, withOption } from './option-units.ts';
import classes from './options.module.css';

interface OptionsTabProps {
  readonly options: JobOptions;
  readonly onChange: (options: JobOptions) => void;
}

const groups: readonly { readonly title: string; readonly options: readonly NumberOption[] }[] = [
  { title: 'Pace', options: ['concurrency', 'perHost', 'delayMs'] },
  { title: 'Patience', options: ['timeoutMs', 'retries', 'maxBytes'] },
];

const parsers = [
  { value: 'fast', label: 'Fast' },
  { value: 'html5', label: 'As a browser' },
] as const;

/** How the pages are fetched and read. Whatever is blank has its default. */
export function OptionsTab({ options, onChange }: OptionsTabProps) {
  const set = <K extends keyof JobOptions>(option: K, value: JobOptions[K] | undefined) =>
    onChange(withOption(options, option, value));
  return (
    <div className={classes['tab']}>
      <div className={classes['form']}>
        {groups.map(({ title, options: names }) => (
          <section key={title} aria-label={title}>
            <h3 className={classes['title']}>{title}</h3>
            {names.map((name) => (
              <NumberRow
                key={name}
                rule={numberRules[name]}
                value={options[name]}
                fallback={defaultOptions[name]}
                onChange={(value) => set(name, value)}
              />
            ))}
          </section>
        ))}
        <section aria-label="Reading">
          <h3 className={classes['title']}>Reading</h3>
          <OptionRow
            id="option-parser"
            label="Parser"
            hint="Fast suits nearly every page. As a browser repairs broken pages the way a browser does, and is slower."
            changed={options.parser !== undefined}
            onReset={() => set('parser', undefined)}
          >
            <Select
              id="option-parser"
              data={[...parsers]}
              value={options.parser ?? defaultOptions.parser}
              onChange={(value) => {
                const parser = parsers.find((candidate) => candidate.value === value)?.value;
                set('parser', parser === defaultOptions.parser ? undefined : parser);
              }}
            />
          </OptionRow>
          <OptionRow
            id="option-duplicates"
            label="Keep duplicates"
            hint="Repeated URLs get rows of their own; they are fetched once all the same."
            changed={options.keepDuplicates !== undefined}
            onReset={() => set('keepDuplicates', undefined)}
          >
            <Switch
              id="option-duplicates"
              checked={options.keepDuplicates ?? defaultOptions.keepDuplicates}
              onChange={(event) =>
                set('keepDuplicates', event.currentTarget.checked ? true : undefined)
              }
            />
          </OptionRow>
        </section>
        <section aria-label="Sent with every request">
          <h3 className={classes['title']}>Sent with every request</h3>
          <UserAgentRow
            value={options.userAgent}
            onChange={(userAgent) => set('userAgent', userAgent)}
          />
          <HeadersEditor
            headers={options.headers}
            onChange={(headers) => set('headers', headers)}
          />
        </section>
      </div>
    </div>
  );
}

interface UserAgentRowProps {
  readonly value: string | undefined;
  readonly onChange: (userAgent: string | undefined) => void;
}

/** Holds a text that no header can carry, with the reason, until it is one again. */
function UserAgentRow({ value, onChange }: UserAgentRowProps) {
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
