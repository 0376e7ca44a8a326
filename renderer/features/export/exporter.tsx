import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { call, on } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import type { ExportProgress } from '#shared/engine-protocol/export.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import classes from './export-dialog.module.css';
import { fileName } from './export-options.ts';
import { createExportStore } from './export-store.ts';

/** The single export of the window. */
export const exporter = createExportStore({
  call,
  on,
  memory: () => window.localStorage,
  newId: () => crypto.randomUUID(),
  onDoneUnseen: showDone,
  onFailedUnseen: (message) =>
    toastError('The export failed.', new TrawlError('FILE_ERROR', message)),
});

/** Opens the dialog for the export of a run. */
export const openExport = (runId: string): void => exporter.open(runId);

function showDone({ rows, file }: ExportProgress): void {
  const id = notifications.show({
    autoClose: 15_000,
    message: (
      <div className={classes['toast']}>
        <span title={file}>
          {formatQuantity(rows, 'row')} in {fileName(file)}
        </span>
        <Button
          variant="light"
          size="compact-xs"
          onClick={() => {
            notifications.hide(id);
            exporter
              .reveal(file)
              .catch((error: unknown) => toastError('The folder could not be shown.', error));
          }}
        >
          Show in folder
        </Button>
      </div>
    ),
  });
}
