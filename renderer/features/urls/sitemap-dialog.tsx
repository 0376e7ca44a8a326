import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useStore } from 'zustand';
import { toastError } from '#renderer/ui/toast.tsx';
import type { SitemapFindings } from '#shared/engine-protocol/sitemaps.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { sitemapCount, sitemapRemarks } from '#shared/sitemap-words.ts';
import classes from './sitemap-dialog.module.css';
import type { SitemapPhase } from './sitemap-store.ts';
import { sitemaps } from './sitemaps.ts';

interface SitemapDialogProps {
  /** Makes what was found the list of the job. */
  readonly onTake: (jobId: string) => void;
}

/** Makes a list from sitemaps: their address, what is taken of them, and the count before it is taken. */
export function SitemapDialog({ onTake }: SitemapDialogProps) {
  const jobId = useStore(sitemaps, (state) => state.jobId);
  const asked = useStore(sitemaps, (state) => state.asked);
  const phase = useStore(sitemaps, (state) => state.phase);
  const isReading = phase.kind === 'reading';
  const sayStillRead = (error: unknown) => toastError('The sitemaps are still being read.', error);
  const close = () => {
    sitemaps.close().catch(sayStillRead);
  };
  const stop = () => {
    sitemaps.stop().catch(sayStillRead);
  };
  const take = () => {
    if (jobId === null) return;
    sitemaps.taken();
    onTake(jobId);
  };
  return (
    <Modal opened={jobId !== null} onClose={close} title="A list from sitemaps" size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (phase.kind === 'found') take();
          else void sitemaps.look();
        }}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label="Address"
            description="A sitemap, an index of sitemaps, a feed, or a site with a robots.txt."
            placeholder="https://example.com/sitemap.xml"
            value={asked.url}
            disabled={isReading}
            onChange={(event) => sitemaps.change({ url: event.currentTarget.value })}
          />
          <div className={classes['filters']}>
            <TextInput
              label="Only addresses that contain"
              placeholder="/shop/*/item"
              description="* stands for any characters."
              value={asked.match}
              maxLength={1000}
              disabled={isReading}
              onChange={(event) => sitemaps.change({ match: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label="Only pages changed since"
              description="Pages without a date stay in."
              value={asked.since}
              disabled={isReading}
              onChange={(event) => sitemaps.change({ since: event.currentTarget.value })}
            />
          </div>
          <PhaseText phase={phase} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={isReading ? stop : close}>
              {isReading ? 'Stop' : 'Cancel'}
            </Button>
            {phase.kind === 'found' ? (
              <Button type="submit" disabled={phase.findings.pages === 0}>
                Take {formatQuantity(phase.findings.pages, 'page')}
              </Button>
            ) : (
              <Button type="submit" loading={isReading}>
                Count pages
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function PhaseText({ phase }: { readonly phase: SitemapPhase }) {
  if (phase.kind === 'found') return <Found findings={phase.findings} />;
  if (phase.kind === 'reading') {
    const { progress } = phase;
    const waiting = progress?.waiting ?? 0;
    return (
      <p className={classes['line']} role="status">
        {progress === null ? 'Reading…' : `${sitemapCount(progress)} so far`}
        {waiting > 0 && `, ${formatQuantity(waiting, 'sitemap')} waiting`}
      </p>
    );
  }
  if (phase.problem === null) return null;
  return (
    <p className={classes['problem']} role="alert">
      {phase.problem}
    </p>
  );
}

function Found({ findings }: { readonly findings: SitemapFindings }) {
  const { problems, firstProblems } = findings;
  const more = problems - firstProblems.length;
  return (
    <div role="status">
      <p className={classes['found']}>{sitemapCount(findings)}</p>
      {sitemapRemarks(findings).map((remark) => (
        <p key={remark} className={classes['line']}>
          {remark}.
        </p>
      ))}
      {problems > 0 && (
        <>
          <p className={classes['warning']}>
            {formatQuantity(problems, 'problem')}: pages may be missing
          </p>
          <ul className={classes['problems']} data-selectable>
            {firstProblems.map(({ url, problem }) => (
              <li key={`${url} ${problem}`}>
                <span className={classes['address']}>{url}</span> {problem}
              </li>
            ))}
            {more > 0 && <li>And {formatCount(more)} more.</li>}
          </ul>
        </>
      )}
    </div>
  );
}
