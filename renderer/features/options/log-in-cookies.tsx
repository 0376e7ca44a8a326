import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatQuantity } from '#shared/format.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';
import { LogInCookiesDialog } from './log-in-cookies-dialog.tsx';
import { OptionRow } from './option-row.tsx';
import type { Secrets } from './use-secrets.ts';

interface LogInCookiesProps {
  readonly secrets: Secrets;
  /** Whether the job sends cookies at all. */
  readonly sent: boolean;
}

/** The cookies that a run begins with: their domains are shown, and never their values. */
export function LogInCookies({ secrets, sent }: LogInCookiesProps) {
  const [opened, setOpened] = useState(false);
  const idle = !sent && (secrets.summary?.cookies.length ?? 0) > 0;
  const warning = secrets.problem ?? (idle ? 'They are not sent while Cookies is off.' : null);
  return (
    <OptionRow
      id="option-log-in-cookies"
      label="Log-in cookies"
      hint={hintOf(secrets.summary)}
      {...(warning === null ? {} : { warning })}
      changed={false}
    >
      <Button
        id="option-log-in-cookies"
        variant="default"
        fullWidth
        onClick={() => setOpened(true)}
      >
        Set cookies…
      </Button>
      {opened && <LogInCookiesDialog secrets={secrets} onClose={() => setOpened(false)} />}
    </OptionRow>
  );
}

function hintOf(summary: SecretsSummary | null): string {
  const kept = summary?.cookies ?? [];
  if (kept.length === 0) return 'Instead of a log-in: cookies from your browser.';
  const shown = kept.slice(0, 3).map(({ domain, count }) => `${domain} (${count})`);
  if (kept.length > 3) shown.push(formatQuantity(kept.length - 3, 'other site'));
  return `Kept for ${shown.join(', ')}.`;
}
