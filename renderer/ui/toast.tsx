import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { TrawlError, toErrorReply } from '#shared/errors/trawl-error.ts';
import classes from './toast.module.css';

/** Tells of a failure. `what` says what was tried: "The job could not be saved." */
export function toastError(what: string, error: unknown): void {
  if (error instanceof TrawlError && error.code === 'CANCELLED') return;
  notifications.show({
    color: 'red',
    title: what,
    message: toErrorReply(error).message,
    autoClose: 12_000,
    role: 'alert',
  });
}

export function toastInfo(message: string): void {
  notifications.show({ message, autoClose: 5000 });
}

/** Tells of something that was taken away, with the way back. */
export function toastUndo(message: string, undo: () => void): void {
  const id = notifications.show({
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
