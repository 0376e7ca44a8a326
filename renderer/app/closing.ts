import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { confirm } from '#renderer/ui/confirm.tsx';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { flushAll } from './commands.ts';

/** Keeps the window open until all typed text is saved; asks the person where it cannot be saved. */
export function saveBeforeClosing(): void {
  let leaving = false;
  const close = () => {
    leaving = true;
    window.close();
  };
  window.addEventListener('beforeunload', (event) => {
    if (leaving || !hasUnsaved()) return;
    event.preventDefault();
    flushAll().then(close, async (error: unknown) => {
      const yes = await confirm({
        title: 'Close without saving?',
        message: `The last changes could not be saved: ${toErrorReply(error).message}`,
        confirm: 'Close anyway',
        danger: true,
      });
      if (yes) close();
    });
  });
}

function hasUnsaved(): boolean {
  return openJobStore.getState().save.kind !== 'saved' || listDocuments.hasUnsaved;
}
