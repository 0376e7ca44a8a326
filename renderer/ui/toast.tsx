import { Button } from '@mantine/core';
import { type NotificationData, notifications } from '@mantine/notifications';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import classes from './toast.module.css';

/** A larger number would cover the window; the oldest is removed, so that a new one never has to wait. */
const most = 4;
let shown: readonly string[] = [];

function show(data: NotificationData): string {
  const id = notifications.show({
    ...data,
    onClose: (closed) => {
      shown = shown.filter((other) => other !== closed.id);
    },
  });
  shown = [...shown, id];
  for (const old of shown.slice(0, -most)) notifications.hide(old);
  return id;
}

/** Shows a failure. `what` names the failed action: "The job could not be saved." */
export function toastError(what: string, error: unknown): void {
  if (error instanceof TrawlError && error.code === 'CANCELLED') return;
  show({
    color: 'red',
    title: what,
    message: toErrorReply(error).message,
    autoClose: 12_000,
    role: 'alert',
  });
}

export function toastInfo(message: string): void {
  show({ message, autoClose: 5000 });
}

/** Shows that something was deleted, with a button to undo it. */
export function toastUndo(message: string, undo: () => void): void {
  const id = show({
    autoClose: 10_000,
    message: (
      <div className={classes['undo']}>
        <span className={classes['text']}>{message}</span>
        <Button
          variant="light"
          size="compact-xs"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </div>
    ),
  });
}
