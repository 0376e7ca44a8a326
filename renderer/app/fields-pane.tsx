import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { FieldsTab } from '#renderer/features/fields/fields-tab.tsx';
import { previewOf } from '#renderer/features/fields/previews.ts';
import { openJobStore, useJobRun, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { fieldColor } from '#renderer/features/picker/field-colors.ts';
import { FieldTools, TriedNote } from '#renderer/features/picker/field-tools.tsx';
import { PagePane } from '#renderer/features/picker/page-pane.tsx';
import { newFieldsSentence } from '#renderer/features/run/new-fields.ts';
import { useNewFields } from '#renderer/features/run/use-new-fields.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { toastError, toastInfo, toastUndo } from '#renderer/ui/toast.tsx';
import { isUnderWay } from '#shared/engine-protocol/leading-run.ts';
import { isolated } from '#shared/isolated.ts';
import { pointingIn } from './pointing-in.ts';
import { readAgain } from './read-again.ts';
import { showTab } from './shell-store.ts';
import { takeAddressIn } from './take-address-in.ts';

const none: readonly never[] = [];

export function FieldsPane({ jobId }: { readonly jobId: string }) {
  const each = useOpenJob(({ job }) => job?.each ?? '');
  const fields = useOpenJob(({ job }) => job?.fields ?? none);
  const next = useOpenJob(({ job }) => job?.next ?? null);
  const carried = useOpenJob(({ job }) =>
    job?.listFormat.kind === 'csv' ? (job.listFormat.carry ?? none) : none,
  );
  const isTable = useOpenJob(({ job }) => job?.listFormat.kind === 'csv');
  const listBytes = useOpenJob(({ job }) => job?.listBytes ?? 0);
  const edit = useOpenJob((state) => state.edit);
  const list = listDocuments.open(jobId, listBytes);
  const sample = useStore(list.store, ({ analysis }) => analysis?.sample ?? none);
  const pointing = pointingIn(jobId);
  const open = useStore(pointing.store, (state) => state.open);
  const chosen = useStore(pointing.store, (state) => state.chosen);
  const page = useStore(previewOf(jobId).store, (state) => state.page);
  const runGoesOn = useJobRun(jobId, (run) => run !== null && isUnderWay(run.state));
  const runId = useJobRun(jobId, (run) => run?.runId ?? null);
  const canRead = useNewFields(runId, runGoesOn, { each, fields });
  const [used, setUsed] = useState<string | null>(null);

  useEffect(() => {
    // The rules are read when it looks; here they only say when.
    if (open && fields && each !== undefined) pointing.lookSoon();
  }, [pointing, open, fields, each]);

  function remove(place: number) {
    const field = fields[place];
    if (!field) return;
    pointing.choose(null);
    edit({ fields: fields.toSpliced(place, 1) });
    toastUndo(`The field "${isolated(field.name)}" was removed.`, () => {
      const now = openJobStore.getState().job;
      if (now?.id === jobId) edit({ fields: now.fields.toSpliced(place, 0, field) });
    });
  }

  async function addToList(url: string) {
    await list.append(async () => ({ pasteId: 0, text: url, next: null, chars: url.length }));
    setUsed(url);
    toastInfo('The page was added to the end of the list.');
  }

  const browsed = pointing.browsedTo(page);
  const canUse = browsed !== null && browsed !== used && !isTable && !sample.includes(browsed);
  return (
    <FieldsTab
      jobId={jobId}
      each={each}
      fields={fields}
      next={next}
      carried={carried}
      sample={sample}
      runGoesOn={runGoesOn}
      offer={
        canRead && runId !== null
          ? {
              sentence: newFieldsSentence(runGoesOn, 'The last run'),
              onTake: () => void readAndShow(jobId, runId),
            }
          : null
      }
      onPoint={() => pointing.open()}
      pageView={
        open
          ? {
              node: (
                <PagePane
                  pointing={pointing}
                  page={page}
                  onUsePage={canUse ? () => void addToList(browsed) : null}
                  onUseAddress={(shown, answer) => takeAddressIn(jobId, shown, answer)}
                  onClose={() => pointing.close()}
                />
              ),
              pointed: {
                colorOf: fieldColor,
                chosen,
                onChoose: (place) => pointing.choose(place),
                noteOf: (place) => <TriedNote pointing={pointing} place={place} />,
                toolsOf: (place) => {
                  const field = fields[place];
                  return field ? (
                    <FieldTools
                      pointing={pointing}
                      place={place}
                      field={field}
                      onRename={(name) => edit({ fields: fields.with(place, { ...field, name }) })}
                      onRemove={() => remove(place)}
                    />
                  ) : null;
                },
              },
            }
          : null
      }
      onEdit={(change) =>
        edit({
          ...(change.each !== undefined && { each: change.each }),
          ...(change.next !== undefined && { next: change.next }),
          ...(change.fields !== undefined && { fields: [...change.fields] }),
        })
      }
    />
  );
}

/** The reading is shown on the Run tab, where its progress is. */
async function readAndShow(jobId: string, runId: string): Promise<void> {
  try {
    await readAgain(jobId, runId);
    showTab('run');
  } catch (error) {
    toastError('The kept pages could not be read again.', error);
  }
}
