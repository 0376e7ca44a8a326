import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';
import classes from './options.module.css';
import { keptWhere, type Secrets } from './use-secrets.ts';

interface LogInCookiesDialogProps {
  readonly secrets: Secrets;
  readonly onClose: () => void;
}

/** Takes a cookies.txt or a Cookie header, and sends it to main, which encrypts it. */
export function LogInCookiesDialog({ secrets, onClose }: LogInCookiesDialogProps) {
  const { jobId, summary, refresh } = secrets;
  const [text, setText] = useState('');
  const [domain, setDomain] = useState('');
  const [problem, setProblem] = useState<string | null>(secrets.problem);
  const [busy, setBusy] = useState(false);
  const kept = summary?.cookies ?? [];
  // A cookies.txt contains tabs and the domains of its cookies.
  const isHeader = text.trim() !== '' && !text.includes('\t');

  async function act(work: () => Promise<unknown>) {
    setBusy(true);
    try {
      await work();
      setText('');
      setProblem(null);
      await refresh();
    } catch (error) {
      setProblem(toErrorReply(error).message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Log-in cookies" size={560}>
      <Stack gap="sm">
        <p className={classes['say']}>
          Sign in to the site in your browser and copy its cookies: as a cookies.txt file, or as the
          Cookie header that the browser's developer tools show.
        </p>
        {kept.length > 0 && (
          <div className={classes['kept']}>
            <ul className={classes['keptList']} aria-label="Cookies that are kept">
              {kept.map(({ domain: site, count }) => (
                <li key={site}>
                  <span className={classes['mono']}>{site}</span>
                  <span className={classes['hint']}>{formatQuantity(count, 'cookie')}</span>
                </li>
              ))}
            </ul>
            <Button
              variant="default"
              disabled={busy}
              onClick={() => void act(() => call('secrets.clear-cookies', { jobId }))}
            >
              Forget all
            </Button>
          </div>
        )}
        <Textarea
          label={kept.length > 0 ? 'More cookies' : 'Cookies'}
          placeholder="Cookie: session=…; theme=…"
          data-autofocus
          spellCheck={false}
          autosize
          minRows={4}
          maxRows={10}
          maxLength={1_000_000}
          classNames={{ input: classes['mono'] ?? '' }}
          value={text}
          error={problem}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setProblem(null);
          }}
        />
        {isHeader && (
          <TextInput
            label="Domain"
            description="They are sent to this domain and those below it, over https. For a site without https, begin with http://"
            placeholder="example.com"
            spellCheck={false}
            maxLength={500}
            value={domain}
            onChange={(event) => {
              setDomain(event.currentTarget.value);
              setProblem(null);
            }}
          />
        )}
        <p className={classes['hint']}>{keptWhere(summary)}</p>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button
            loading={busy}
            disabled={text.trim() === ''}
            onClick={() =>
              void act(() =>
                call('secrets.set-cookies', { jobId, text, domain: isHeader ? domain : '' }),
              )
            }
          >
            Add cookies
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
