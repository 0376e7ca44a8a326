import { useHotkeys } from '@mantine/hooks';
import { Suspense, useDeferredValue } from 'react';
import { CutOffBanner } from '#renderer/features/jobs/cut-off-banner.tsx';
import { jobActions, useLibrary, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { UnreadableJob } from '#renderer/features/jobs/unreadable-job.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { deleteJob, newJob, primary, revealJob } from './commands.ts';
import { DropZone } from './drop-zone.tsx';
import { EngineBanner } from './engine-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { JobHeader } from './job-header.tsx';
import { JobTabs } from './job-tabs.tsx';
import { LabPane } from './later.ts';
import classes from './shell.module.css';
import { showLab, showTab, type TabName, tabs, useShell } from './shell-store.ts';
import { Sidebar } from './sidebar.tsx';

const tabKeys = tabs.map((tab: TabName, index): [string, () => void] => [
  `mod+${index + 1}`,
  () => showTab(tab),
]);

export function Shell() {
  const openJobId = useOpenJob(({ job }) => job?.id ?? null);
  const shownJobId = useShell(({ tab, screen }) =>
    tab === 'run' && screen === 'job' ? openJobId : null,
  );
  // Active while typing as well: these keys never write into a field.
  useHotkeys([['mod+Enter', primary], ['mod+L', showLab], ...tabKeys], [], true);
  // Rendered in slices of time, like a tab.
  const screen = useDeferredValue(useShell((state) => state.screen));
  return (
    <div className={classes['shell']}>
      <Sidebar />
      <main className={classes['main']}>
        <h1 className="visually-hidden">Trawl</h1>
        <EngineBanner />
        <CutOffBanner shownJobId={shownJobId} />
        <ErrorBoundary>
          {/* Around all tabs: while one is read, the one before stays on screen. */}
          <Suspense>{screen === 'lab' ? <LabPane /> : <OpenJob />}</Suspense>
        </ErrorBoundary>
      </main>
      <DropZone />
    </div>
  );
}

function OpenJob() {
  const jobId = useOpenJob(({ job }) => job?.id);
  const unreadable = useOpenJob((state) => state.unreadable);
  const reading = useLibrary((state) => state.reading);
  if (jobId !== undefined) {
    return (
      <>
        <JobHeader jobId={jobId} />
        <JobTabs jobId={jobId} />
      </>
    );
  }
  if (unreadable !== null) {
    return <UnreadableJob jobId={unreadable} actions={{ reveal: revealJob, remove: deleteJob }} />;
  }
  if (reading.kind === 'loading') return null;
  if (reading.kind === 'failed') {
    return (
      <EmptyState action={{ label: 'Try again', onClick: () => void jobActions.load() }}>
        The jobs could not be read: {reading.message}
      </EmptyState>
    );
  }
  return (
    <EmptyState action={{ label: 'New job', onClick: newJob }}>
      A job turns a list of URLs into a table.
    </EmptyState>
  );
}
