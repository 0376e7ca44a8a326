import { Button, NumberInput, TextInput } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useStore } from 'zustand';
import { formatCount } from '#shared/format.ts';
import { defaultMaxPages, type NextRule } from '#shared/job/v2/next.ts';
import classes from './fields.module.css';
import {
  foundWords,
  type NextKind,
  nextHints,
  nextKindOf,
  nextLabels,
  nextText,
  offerWords,
  toNextKind,
  withMaxPages,
  withStep,
  withText,
} from './next-rule.ts';
import type { Preview } from './preview-store.ts';

interface NextEditorProps {
  /** Null: only the pages of the list are fetched. */
  readonly next: NextRule | null;
  readonly preview: Preview;
  readonly onChange: (next: NextRule | null) => void;
}

const kinds = Object.keys(nextLabels) as readonly NextKind[];

/** How a run gets from each page of the list to the next page of the same kind, and where that leads here. */
export function NextEditor({ next, preview, onChange }: NextEditorProps) {
  const seen = useStore(preview.store, (state) => state.next);
  const kind = nextKindOf(next);
  const found = next === null ? null : (seen?.found ?? null);
  const offer = seen?.offer ?? null;
  const isOffered = offer !== null && (next === null || found?.kind !== 'page');
  return (
    <div className={classes['each']}>
      <label className={classes['eachLabel']} htmlFor="fields-next-kind">
        Next page
      </label>
      <div className={classes['eachLine']}>
        <select
          id="fields-next-kind"
          className={classes['eachKind']}
          value={kind}
          onChange={(event) => {
            const chosen = kinds.find((one) => one === event.currentTarget.value);
            if (chosen) onChange(toNextKind(next, chosen));
          }}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {nextLabels[one]}
            </option>
          ))}
        </select>
        {next !== null && (
          <>
            {kind !== 'header' && (
              <TextInput
                className={classes['eachInput']}
                classNames={{ input: classes['mono'] ?? '' }}
                aria-label={`${nextLabels[kind]} of the next page`}
                spellCheck={false}
                maxLength={kind === 'param' ? 200 : 10_000}
                value={nextText(next)}
                error={found?.kind === 'problem' ? found.message : null}
                aria-describedby="fields-next-hint"
                onChange={(event) => onChange(withText(next, event.currentTarget.value))}
              />
            )}
            {'param' in next && (
              <NumberInput
                className={classes['nextNumber'] ?? ''}
                aria-label="Raised by"
                title="What the number is raised by: 1 for pages, 20 for an offset of 20"
                prefix="+ "
                min={1}
                max={1_000_000}
                allowDecimal={false}
                allowNegative={false}
                placeholder="+ 1"
                value={next.step ?? ''}
                onChange={(value) => onChange(withStep(next, value))}
              />
            )}
            <NumberInput
              className={classes['nextNumber'] ?? ''}
              aria-label="At most so many pages for each URL of the list"
              title={`At most so many pages for each URL of the list; blank: ${formatCount(defaultMaxPages)}`}
              placeholder={`${formatCount(defaultMaxPages)} pages`}
              allowNegative={false}
              suffix=" pages"
              min={1}
              max={1_000_000}
              allowDecimal={false}
              value={next.maxPages ?? ''}
              onChange={(value) => onChange(withMaxPages(next, value))}
            />
          </>
        )}
      </div>
      <p id="fields-next-hint" className={classes['eachHint']} aria-live="polite">
        {found !== null && found.kind !== 'problem' ? foundWords(found) : nextHints[kind]}
        {isOffered && (
          <>
            {' '}
            {offerWords(offer)}{' '}
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconSparkles size={12} />}
              onClick={() =>
                onChange({
                  ...offer.rule,
                  ...(next?.maxPages !== undefined && { maxPages: next.maxPages }),
                })
              }
            >
              Follow it
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
