import { call } from '#renderer/bridge/client.ts';
import { previewOf } from '#renderer/features/fields/previews.ts';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { toastUndo } from '#renderer/ui/toast.tsx';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import { command } from './command.ts';
import { takeAddress } from './take-address.ts';

/** Taking an address in place of a page, connected to the stores of the window. */
export function takeAddressIn(
  jobId: string,
  page: PreviewPage,
  answer: DataAnswerInfo,
): Promise<string | null> {
  const preview = previewOf(jobId);
  return takeAddress(
    {
      jobId,
      send: call,
      openJob: openJobStore,
      list: () => listDocuments.find(jobId),
      shown: () => preview.store.getState().page,
      show: command('The page of the preview could not be fetched.', async (url: string) => {
        // Whether a page is rendered is what the saved job says.
        await openJobStore.getState().flush();
        await preview.fetch(url, false);
      }),
      tellUndo: toastUndo,
    },
    page,
    answer,
  );
}
