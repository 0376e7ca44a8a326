import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { formatCount } from '#shared/format.ts';
import { OptionRow } from './option-row.tsx';
import { limitsOf, type NumberRule, parseShown, toShown } from './option-units.ts';
import classes from './options.module.css';

interface NumberRowProps {
  readonly rule: NumberRule;
  readonly value: number | undefined;
  readonly fallback: number;
  readonly onChange: (value: number | undefined) => void;
}

/** A number in a unit for people, with its default shown while it is blank. */
export function NumberRow({ rule, value, fallback, onChange }: NumberRowProps) {
  // Typed text that is no valid value: kept on the screen, with the reason.
  const [draft, setDraft] = useState<string | number | null>(null);
  const id = `option-${rule.option}`;
  const parsed = draft === null ? null : parseShown(rule, draft);
  const blank = rule.blank ?? formatCount(toShown(rule, fallback));
  return (
    <OptionRow
      id={id}
      fallback={rule.blank ?? `${blank} ${rule.unit}`}
      label={rule.label}
      hint={rule.hint}
      changed={value !== undefined || draft !== null}
      onReset={() => {
        setDraft(null);
        onChange(undefined);
      }}
    >
      <NumberInput
        id={id}
        placeholder={blank}
        value={draft ?? (value === undefined ? '' : toShown(rule, value))}
        allowNegative={false}
        clampBehavior="none"
        startValue={Math.max(limitsOf(rule).min, toShown(rule, fallback))}
        {...limitsOf(rule)}
        error={parsed?.kind === 'problem' ? parsed.message : null}
        rightSection={<span className={classes['unit']}>{rule.unit}</span>}
        rightSectionWidth={48}
        rightSectionPointerEvents="none"
        onChange={(typed) => {
          const next = parseShown(rule, typed);
          setDraft(next.kind === 'problem' ? typed : null);
          if (next.kind === 'default') onChange(undefined);
          if (next.kind === 'value') onChange(next.value);
        }}
      />
    </OptionRow>
  );
}
