import { Autocomplete, Button, Group, Modal, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { sitesOf } from './list-sites.ts';
import classes from './options.module.css';
import { keptWhere, useSecrets } from './use-secrets.ts';

interface LogInDialogProps {
  readonly jobId: string;
  readonly onClose: () => void;
  /** The log-in is kept. */
  readonly onKept: () => void;
}

const mostOffered = 20;

/** Asks for the address of a site, and opens the window in which the person logs in. */
export function LogInDialog({ jobId, onClose, onKept }: LogInDialogProps) {
  const { summary } = useSecrets(jobId);
  const sites = useSites(jobId);
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const address = typed ?? sites[0] ?? '';

  async function open() {
    setIsOpen(true);
    setProblem(null);
    try {
      const { kept } = await call('login.open', { jobId, address });
      if (kept) onKept();
      onClose();
    } catch (error) {
      setProblem(toErrorReply(error).message);
      setIsOpen(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title="Log in at a site" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <Stack gap="sm">
          <p className={classes['say']}>
            A window opens with the site. Log in there as you are used to, and press Done: Trawl
            keeps what the site stores (cookies and local storage) and uses it in the runs of this
            job. What you type stays in that window.
          </p>
          <Autocomplete
            label="Address"
            placeholder="https://shop.example"
            data-autofocus
            spellCheck={false}
            maxLength={2000}
            // The only site stands there already; of several, all are offered while one stands there.
            data={sites.length > 1 ? sites.slice(0, mostOffered) : []}
            filter={({ options }) => options}
            value={address}
            error={problem}
            disabled={isOpen}
            onChange={(value) => {
              setTyped(value);
              setProblem(null);
            }}
          />
          <p className={classes['hint']}>{keptWhere(summary)}</p>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
            <Button type="submit" loading={isOpen} disabled={address.trim() === ''}>
              Open the window
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The sites of the list, the most frequent first; none until the list is read, or where it cannot be. */
function useSites(jobId: string): readonly string[] {
  const [sites, setSites] = useState<readonly string[]>([]);
  useEffect(() => {
    let isGone = false;
    call('list.analyze', { jobId }).then(
      ({ sample }) => {
        if (!isGone) setSites(sitesOf(sample));
      },
      // The address can be typed; what is wrong with the list is said where it is shown.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [jobId]);
  return sites;
}
