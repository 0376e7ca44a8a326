import { Button } from '@mantine/core';
import { IconPlus, IconPointer, IconSparkles } from '@tabler/icons-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { confirm } from '#renderer/ui/confirm.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { toastError } from '#renderer/ui/toast.tsx';
import type { Suggestion } from '#shared/engine-protocol/preview.ts';
import type { Field } from '#shared/job/job.ts';
import type { NextRule } from '#shared/job/v2/next.ts';
import { type Each, eachText, isNoEach } from '#shared/job/v2/source.ts';
import { renamedColumns } from '#shared/values/table-columns.ts';
import { EachEditor } from './each-editor.tsx';
import { addFields, type FieldList } from './field-list.ts';
import classes from './fields.module.css';
import { FieldsTable } from './fields-table.tsx';
import { NextEditor } from './next-editor.tsx';
import { PathNote } from './path-note.tsx';
import { PreviewPane } from './preview-pane.tsx';
import type { PointedValues } from './preview-values.tsx';
import { previewOf } from './previews.ts';
import { SuggestDialog } from './suggest-dialog.tsx';
import { asTried, type TriedSuggestions } from './tried-suggestions.ts';

interface FieldsTabProps {
  readonly jobId: string;
  readonly each: Each;
  readonly fields: FieldList;
  readonly next: NextRule | null;
  /** Columns of the list that are carried to the table. */
  readonly carried: readonly string[];
  /** URLs of the list, from which the page of the preview is chosen. */
  readonly sample: readonly string[];
  /** The page itself, in place of the table of fields, and its part of the values; null: the table. */
  readonly pageView: { readonly node: ReactNode; readonly pointed: PointedValues } | null;
  /** A run of the job goes on, or is paused: changed fields do not reach it. */
  readonly runGoesOn: boolean;
  /** Kept pages can be read again with fields that their run has not had: the offer in words, and what takes it. */
  readonly offer: { readonly sentence: string; readonly onTake: () => void } | null;
  readonly onPoint: () => void;
  readonly onEdit: (change: {
    readonly each?: Each;
    readonly fields?: FieldList;
    readonly next?: NextRule | null;
  }) => void;
}

export function FieldsTab(props: FieldsTabProps) {
  const { jobId, each, fields, next, carried, sample, pageView, onPoint, onEdit } = props;
  const { runGoesOn, offer } = props;
  const preview = previewOf(jobId);
  const rules = useRef<HTMLElement>(null);
  const [suggestions, setSuggestions] = useState<readonly Suggestion[] | null>(null);
  const [tried, setTried] = useState<TriedSuggestions | null>(null);
  const tries = useRef(0);
  const eachProblem = useStore(preview.store, ({ result }) => result?.eachProblem ?? null);
  const path = useStore(preview.store, (state) => state.path);
  const hasPage = useStore(preview.store, ({ page }) => page !== null);
  const fetching = useStore(preview.store, (state) => state.fetching);

  useEffect(() => preview.follow({ each, fields, next }), [preview, each, fields, next]);

  async function suggest() {
    try {
      const first = sample[0];
      if (!preview.store.getState().page) {
        if (first === undefined) return;
        await preview.fetch(first, false);
        if (!preview.store.getState().page) return;
      }
      const found = await preview.suggest();
      setTried(null);
      setSuggestions(found);
      void tryOut(found);
    } catch (error) {
      toastError('No fields could be suggested.', error);
    }
  }

  async function tryOut(found: readonly Suggestion[]) {
    tries.current += 1;
    const mine = tries.current;
    try {
      const outcome = await preview.trySuggestions(sample, found);
      // A later dialog has suggestions of its own.
      if (mine === tries.current) setTried(outcome);
    } catch (error) {
      toastError('The suggestions could not be tried on more pages.', error);
    }
  }

  const settled = (field: Field) => asTried(field, tried);

  function point() {
    onPoint();
    const first = sample[0];
    const { page } = preview.store.getState();
    if (page === null && first !== undefined) void preview.fetch(first, false);
  }

  async function takeBlock(block: Each, columns: FieldList) {
    const replace =
      fields.length === 0 ||
      (await confirm({
        title: 'Replace the fields?',
        message: `Every ${typeof block === 'object' && 'table' in block ? 'row' : 'match'} of ${eachText(block)} becomes a row, and its ${columns.length} fields take the place of yours.`,
        confirm: 'Replace',
      }));
    if (!replace) return;
    setSuggestions(null);
    onEdit({ each: block, fields: addFields([], columns) });
  }

  const renamed = useMemo(
    () =>
      renamedColumns(
        carried,
        fields.map(({ name }) => name.trim()),
      ),
    [carried, fields],
  );
  const canSuggest = hasPage || sample.length > 0;
  function add() {
    onEdit({ fields: addFields(fields, [{ name: `field ${fields.length + 1}` }]) });
    // The person continues with the new field; typing replaces its name.
    requestAnimationFrame(() => {
      const row = rules.current?.querySelector(`[data-place="${fields.length}"]`);
      row?.querySelector<HTMLInputElement>('[data-cell="name"]')?.select();
    });
  }
  return (
    <div className={classes['tab']}>
      <div className={classes['split']} data-pointing={pageView !== null || undefined}>
        {pageView?.node}
        <section
          ref={rules}
          hidden={pageView !== null}
          className={classes['rules']}
          aria-label="Fields"
        >
          <EachEditor
            each={each}
            problem={eachProblem}
            onChange={(changed) => onEdit({ each: changed })}
          />
          <NextEditor
            next={next}
            preview={preview}
            onChange={(changed) => onEdit({ next: changed })}
          />
          <div className={classes['tableArea']}>
            {fields.length === 0 ? (
              <EmptyState
                action={
                  canSuggest
                    ? { label: 'Suggest fields from a page…', onClick: () => void suggest() }
                    : { label: 'Add a field', onClick: add }
                }
              >
                A field says what to take from each page, and becomes a column of the table.
                {canSuggest && ' Trawl can look at one of your pages and suggest some.'}
              </EmptyState>
            ) : (
              <FieldsTable
                fields={fields}
                inRows={!isNoEach(each)}
                inJsonRows={typeof each === 'object' && 'json' in each && !isNoEach(each)}
                preview={preview}
                nameNotes={renamed.fields}
                onChange={(changed) => onEdit({ fields: changed })}
              />
            )}
            {runGoesOn && !offer && (
              <p className={classes['note']} role="note">
                The run that is under way keeps the fields that it began with. Changed fields hold
                from the next run on, and for “Read again”.
              </p>
            )}
            {renamed.others.map((note) => (
              <p key={note} className={classes['note']}>
                {note}
              </p>
            ))}
          </div>
          <div className={classes['actions']}>
            <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
              Add field
            </Button>
            <Button
              variant="default"
              leftSection={<IconPointer size={14} />}
              disabled={!canSuggest}
              onClick={point}
            >
              Point in the page
            </Button>
            <Button
              variant="default"
              leftSection={<IconSparkles size={14} />}
              loading={fetching}
              disabled={!canSuggest}
              onClick={() => void suggest()}
            >
              Suggest fields…
            </Button>
            {fields.length > 0 && path && <PathNote path={path} />}
          </div>
        </section>
        <PreviewPane
          preview={preview}
          fields={fields}
          sample={sample}
          pointed={pageView?.pointed ?? null}
        />
      </div>
      {offer && (
        <p className={classes['offer']} role="note">
          <span>{offer.sentence}</span>
          <Button
            variant="light"
            size="compact-sm"
            title="Reads the kept pages by the fields as they are now, and asks no site for anything"
            onClick={offer.onTake}
          >
            Read again
          </Button>
        </p>
      )}
      {suggestions && (
        <SuggestDialog
          suggestions={suggestions}
          tried={tried}
          each={each}
          onAdd={(added) => {
            setSuggestions(null);
            onEdit({ fields: addFields(fields, added.map(settled)) });
          }}
          onUseBlock={(block, columns) => void takeBlock(block, columns.map(settled))}
          onClose={() => setSuggestions(null)}
        />
      )}
    </div>
  );
}
