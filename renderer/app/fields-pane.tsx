import { useStore } from 'zustand';
import { FieldsTab } from '#renderer/features/fields/fields-tab.tsx';
import { useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';

const none: readonly never[] = [];

export function FieldsPane({ jobId }: { readonly jobId: string }) {
  const each = useJobs((state) => state.open?.each ?? '');
  const fields = useJobs((state) => state.open?.fields ?? none);
  const carried = useJobs((state) =>
    state.open?.listFormat.kind === 'csv' ? (state.open.listFormat.carry ?? none) : none,
  );
  const listBytes = useJobs((state) => state.open?.listBytes ?? 0);
  const edit = useJobs((state) => state.edit);
  const list = listDocuments.open(jobId, listBytes);
  const sample = useStore(list.store, ({ analysis }) => analysis?.sample ?? none);
  return (
    <FieldsTab
      jobId={jobId}
      each={each}
      fields={fields}
      carried={carried}
      sample={sample}
      onEdit={(change) =>
        edit({
          ...(change.each !== undefined && { each: change.each }),
          ...(change.fields !== undefined && { fields: [...change.fields] }),
        })
      }
    />
  );
}
