import { jobsStore, useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { withOption } from '#renderer/features/options/option-units.ts';
import { closeFormatQuestion, useCsvChoice } from '#renderer/features/urls/csv-choice.ts';
import { CsvDialog } from '#renderer/features/urls/csv-dialog.tsx';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { UrlsTab } from '#renderer/features/urls/urls-tab.tsx';
import { changeListFormat, openListFile, retryList, setListFormat } from './list-commands.ts';

function setKeepDuplicates(keep: boolean) {
  const { open, edit } = jobsStore.getState();
  if (!open) return;
  edit({ options: withOption(open.options, 'keepDuplicates', keep || undefined) });
}

export function UrlsPane({ jobId }: { readonly jobId: string }) {
  const format = useJobs((state) => state.open?.listFormat) ?? { kind: 'lines' };
  const keepDuplicates = useJobs((state) => state.open?.options.keepDuplicates ?? false);
  const listBytes = useJobs((state) => state.open?.listBytes ?? 0);
  const fields = useJobs((state) => state.open?.fields);
  const question = useCsvChoice((state) => state.question);
  return (
    <>
      <UrlsTab
        document={listDocuments.open(jobId, listBytes)}
        format={format}
        keepDuplicates={keepDuplicates}
        onKeepDuplicates={setKeepDuplicates}
        onOpenFile={openListFile}
        onChangeFormat={changeListFormat}
        onRetry={retryList}
      />
      {question?.jobId === jobId && (
        <CsvDialog
          glance={question.glance}
          format={format}
          fields={fields?.map(({ name }) => name.trim()) ?? []}
          onChoose={setListFormat}
          onClose={closeFormatQuestion}
        />
      )}
    </>
  );
}
