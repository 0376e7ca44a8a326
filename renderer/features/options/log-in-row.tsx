import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { formatDateTime } from '#shared/format.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';
import { LogInDialog } from './log-in-dialog.tsx';
import { OptionRow } from './option-row.tsx';
import type { Secrets } from './use-secrets.ts';

/** Logs in at a site in a window of Trawl, and forgets the log-in. */
export function LogInRow({ secrets }: { readonly secrets: Secrets }) {
  const { jobId, summary, refresh } = secrets;
  const [opened, setOpened] = useState(false);
  const has = summary !== null && (summary.logIn !== null || summary.cookies.length > 0);

  function logOut() {
    call('secrets.clear-cookies', { jobId }).then(refresh, (error: unknown) =>
      toastError('The log-in could not be forgotten.', error),
    );
  }

  return (
    <OptionRow id="option-log-in" label="Log-in" hint={hintOf(summary)} wide changed={false}>
      <Group gap="xs" grow wrap="nowrap">
        <Button id="option-log-in" variant="default" onClick={() => setOpened(true)}>
          {has ? 'Log in again…' : 'Log in…'}
        </Button>
        {has && (
          <Button variant="default" onClick={logOut}>
            Log out
          </Button>
        )}
      </Group>
      {opened && (
        <LogInDialog jobId={jobId} onClose={() => setOpened(false)} onKept={() => void refresh()} />
      )}
    </OptionRow>
  );
}

function hintOf(summary: SecretsSummary | null): string {
  const logIn = summary?.logIn ?? null;
  return logIn === null
    ? 'For pages behind a log-in: you log in at the site in a window of Trawl.'
    : `Logged in on ${formatDateTime(logIn.atMs)}. Runs send its cookies and the user agent of that window; rendered pages also get what the site stored there.`;
}
