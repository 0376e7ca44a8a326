import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatQuantity } from '#renderer/ui/format.ts';
import type { SecretsSummary } from '#shared/ipc/secrets.ts';
import { LoginCookiesDialog } from './login-cookies-dialog.tsx';
import { OptionRow } from './option-row.tsx';
import type { Secrets } from './use-secrets.ts';

/** The cookies that a run begins with: whose they are is shown, and never what they say. */
export function LoginCookies({ secrets }: { readonly secrets: Secrets }) {
  const [opened, setOpened] = useState(false);
  return (
    <OptionRow
      id="option-login-cookies"
      label="Login cookies"
      hint={hintOf(secrets.summary)}
      {...(secrets.problem === null ? {} : { warning: secrets.problem })}
      changed={false}
    >
      <Button id="option-login-cookies" variant="default" fullWidth onClick={() => setOpened(true)}>
        Set cookies…
      </Button>
      {opened && <LoginCookiesDialog secrets={secrets} onClose={() => setOpened(false)} />}
    </OptionRow>
  );
}

function hintOf(summary: SecretsSummary | null): string {
  const kept = summary?.cookies ?? [];
  if (kept.length === 0) return 'For pages behind a login: cookies from your browser.';
  const shown = kept.slice(0, 3).map(({ domain, count }) => `${domain} (${count})`);
  if (kept.length > 3) shown.push(formatQuantity(kept.length - 3, 'other site'));
  return `Kept for ${shown.join(', ')}.`;
}
