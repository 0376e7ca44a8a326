import { call } from '#renderer/bridge/client.ts';
import { previewOf } from '#renderer/features/fields/previews.ts';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import type { Pointing } from '#renderer/features/picker/pointing.ts';
import { pointingOf } from '#renderer/features/picker/pointings.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { toastUndo } from '#renderer/ui/toast.tsx';
import { keptRunOf } from './kept-run.ts';

/** Pointing, connected to the preview, the list and the fields of a job. */
export function pointingIn(jobId: string): Pointing {
  const open = () => {
    const { job } = openJobStore.getState();
    return job?.id === jobId ? job : null;
  };
  return pointingOf(jobId, () => ({
    send: call,
    page: () => previewOf(jobId).store.getState().page,
    keptRun: () => keptRunOf(jobId),
    rules: () => ({ each: open()?.each ?? '', fields: open()?.fields ?? [] }),
    sample: () => listDocuments.find(jobId)?.store.getState().analysis?.sample ?? [],
    edit(change) {
      // The person may have gone to another job meanwhile.
      if (open() === null) return;
      openJobStore.getState().edit({
        ...(change.each !== undefined && { each: change.each }),
        ...(change.fields !== undefined && { fields: [...change.fields] }),
      });
    },
    follow: (url, ledBy) => void previewOf(jobId).fetch(url, false, { ledBy }),
    tellReplaced: (undo) => toastUndo('Every item of the list is a row now.', undo),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  }));
}
