import { openJobStore, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { withOption } from '#renderer/features/options/option-units.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { closeReadingQuestion, useReadingChoice } from '#renderer/features/urls/reading-choice.ts';
import { ReadingDialog } from '#renderer/features/urls/reading-dialog.tsx';
import { SitemapDialog } from '#renderer/features/urls/sitemap-dialog.tsx';
import { sitemaps } from '#renderer/features/urls/sitemaps.ts';
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
  takeSitemaps,
} from './list-commands.ts';

function setKeepDuplicates(keep: boolean) {
  const { job, edit } = openJobStore.getState();
  if (!job) return;
  edit({ options: withOption(job.options, 'keepDuplicates', keep || undefined) });
}

export function UrlsPane({ jobId }: { readonly jobId: string }) {
  const format = useOpenJob(({ job }) => job?.listFormat) ?? { kind: 'lines' };
  const patternsOn = useOpenJob(({ job }) => job !== null && readsPatterns(job));
  const keepDuplicates = useOpenJob(({ job }) => job?.options.keepDuplicates ?? false);
  const listBytes = useOpenJob(({ job }) => job?.listBytes ?? 0);
  const fields = useOpenJob(({ job }) => job?.fields);
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
        onFromSitemap={() => sitemaps.open(jobId)}
        onChangeReading={changeReading}
        onReadAsFound={() => readAsFound(jobId)}
        onRetry={retryList}
      />
      <SitemapDialog onTake={takeSitemaps} />
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
