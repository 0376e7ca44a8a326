import { jobsStore, useJobs } from '#renderer/features/jobs/jobs-store.ts';
import { withOption } from '#renderer/features/options/option-units.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { closeReadingQuestion, useReadingChoice } from '#renderer/features/urls/reading-choice.ts';
import { ReadingDialog } from '#renderer/features/urls/reading-dialog.tsx';
import { UrlsTab } from '#renderer/features/urls/urls-tab.tsx';
import { readsPatterns } from '#shared/ipc/list-format.ts';
import {
  changeReading,
  glanceAtTable,
  openListFile,
  readAsFound,
  retryList,
  setListFormat,
  setPatterns,
} from './list-commands.ts';

function setKeepDuplicates(keep: boolean) {
  const { open, edit } = jobsStore.getState();
  if (!open) return;
  edit({ options: withOption(open.options, 'keepDuplicates', keep || undefined) });
}

export function UrlsPane({ jobId }: { readonly jobId: string }) {
  const format = useJobs((state) => state.open?.listFormat) ?? { kind: 'lines' };
  const patternsOn = useJobs((state) => state.open !== null && readsPatterns(state.open));
  const keepDuplicates = useJobs((state) => state.open?.options.keepDuplicates ?? false);
  const listBytes = useJobs((state) => state.open?.listBytes ?? 0);
  const fields = useJobs((state) => state.open?.fields);
  const question = useReadingChoice((state) => state.question);
  return (
    <>
      <UrlsTab
        document={listDocuments.open(jobId, listBytes)}
        format={format}
        patternsOn={patternsOn}
        onPatterns={setPatterns}
        keepDuplicates={keepDuplicates}
        onKeepDuplicates={setKeepDuplicates}
        onOpenFile={openListFile}
        onChangeReading={changeReading}
        onReadAsFound={() => readAsFound(jobId)}
        onRetry={retryList}
      />
      {question?.jobId === jobId && (
        <ReadingDialog
          glance={question.glance}
          format={format}
          fields={fields?.map(({ name }) => name.trim()) ?? []}
          onGlance={(asked) => glanceAtTable(jobId, asked)}
          onChoose={setListFormat}
          onClose={closeReadingQuestion}
        />
      )}
    </>
  );
}
