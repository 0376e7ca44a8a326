import { Anchor, Button, Checkbox, Group, Modal, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import { formatQuantity } from '#shared/format.ts';
import type { Field } from '#shared/job/job.ts';
import { type Each, eachText, isNoEach } from '#shared/job/v2/source.ts';
import type { FieldList } from './field-list.ts';
import classes from './fields.module.css';
import { expressionOf } from './source.ts';
import { type TriedSuggestions, triedSentence } from './tried-suggestions.ts';

interface SuggestDialogProps {
  readonly suggestions: readonly Suggestion[];
  /** What they find on more pages of the list; null while that is not known. */
  readonly tried: TriedSuggestions | null;
  /** The job already has its own rows, into which fields of the whole page do not fit. */
  readonly each: Each;
  readonly onAdd: (fields: FieldList) => void;
  readonly onUseBlock: (each: Each, fields: FieldList) => void;
  readonly onClose: () => void;
}

/** The suggestions for a page: fields to choose from, and repeated blocks that would be rows. */
export function SuggestDialog(props: SuggestDialogProps) {
  const { suggestions, tried, each, onAdd, onUseBlock, onClose } = props;
  const groups = useRef<HTMLDivElement>(null);
  const blocks = suggestions.filter((suggestion) => suggestion.each !== null).length;
  const [chosen, setChosen] = useState<ReadonlySet<Field>>(new Set());

  function toggle(fields: FieldList, on: boolean) {
    const next = new Set(chosen);
    for (const field of fields) {
      if (on) next.add(field);
      else next.delete(field);
    }
    setChosen(next);
  }

  return (
    <Modal opened onClose={onClose} title="Fields that this page offers" size="xl">
      {suggestions.length > 0 && (
        <Text size="sm" c="dimmed" mb="xs">
          Tick what becomes a column.
          {blocks > 0 && ' Does a page hold many things, such as a list of products? '}
          {blocks > 0 && (
            <Anchor
              component="button"
              size="sm"
              onClick={() =>
                groups.current?.querySelector('[data-block]')?.scrollIntoView({ block: 'start' })
              }
            >
              Go to the repeated blocks
            </Anchor>
          )}
        </Text>
      )}
      {triedSentence(tried) !== null && (
        <Text size="sm" c="dimmed" mb="xs" role="status">
          {triedSentence(tried)}
        </Text>
      )}
      <div ref={groups} className={classes['suggestions']}>
        {suggestions.length === 0 && (
          <EmptyState>Nothing was found on this page that would make a good field.</EmptyState>
        )}
        {suggestions.map((suggestion) => (
          <SuggestionGroup
            key={suggestion.group}
            suggestion={suggestion}
            tried={tried}
            chosen={chosen}
            onToggle={toggle}
            onUseBlock={onUseBlock}
          />
        ))}
      </div>
      <Group justify="space-between" mt="md" gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {!isNoEach(each) &&
            `Your fields are looked up inside ${eachText(each)}; what stands elsewhere on the page is not found there.`}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={chosen.size === 0}
            onClick={() => {
              const fields = suggestions.flatMap((suggestion) =>
                suggestion.fields.map(({ field }) => field),
              );
              onAdd(fields.filter((field) => chosen.has(field)));
            }}
          >
            {chosen.size === 0 ? 'Add fields' : `Add ${formatQuantity(chosen.size, 'field')}`}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}

interface SuggestionGroupProps {
  readonly suggestion: Suggestion;
  readonly tried: TriedSuggestions | null;
  readonly chosen: ReadonlySet<Field>;
  readonly onToggle: (fields: FieldList, on: boolean) => void;
  readonly onUseBlock: (each: Each, fields: FieldList) => void;
}

function SuggestionGroup({
  suggestion,
  tried,
  chosen,
  onToggle,
  onUseBlock,
}: SuggestionGroupProps) {
  const { each, group } = suggestion;
  const fields = suggestion.fields.map(({ field }) => field);
  const count = fields.filter((field) => chosen.has(field)).length;
  return (
    <section
      className={classes['group']}
      aria-label={group}
      data-block={each === null ? undefined : true}
    >
      <div className={classes['groupHead']}>
        {each === null ? (
          <Checkbox
            label={group}
            checked={count === fields.length}
            indeterminate={count > 0 && count < fields.length}
            onChange={(event) => onToggle(fields, event.currentTarget.checked)}
          />
        ) : (
          <>
            <span>{group}</span>
            <Button size="compact-xs" variant="light" onClick={() => onUseBlock(each, fields)}>
              Make each a row
            </Button>
          </>
        )}
      </div>
      {suggestion.fields.map(({ field, sample }) => (
        <div key={field.name} className={classes['suggestion']}>
          {each === null ? (
            <Checkbox
              label={field.name}
              checked={chosen.has(field)}
              onChange={(event) => onToggle([field], event.currentTarget.checked)}
            />
          ) : (
            <span className={classes['suggestionName']}>{field.name}</span>
          )}
          <code className={classes['suggestionCss']} title={expressionOf(field)}>
            {expressionOf(field)}
          </code>
          <span className={classes['suggestionSample']} dir="auto" title={sample}>
            {sample}
          </span>
          {tried?.notes.has(field) && (
            <span className={classes['suggestionNote']}>{tried.notes.get(field)}</span>
          )}
        </div>
      ))}
    </section>
  );
}
