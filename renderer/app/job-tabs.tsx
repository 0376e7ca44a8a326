import { Tabs } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { percentOf } from '#renderer/features/jobs/job-run.ts';
import { useJobRun, useOpenJob } from '#renderer/features/jobs/jobs.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { FieldsPane, OptionsPane, RunPane } from './later.ts';
import classes from './shell.module.css';
import { showTab, type TabName, tabs, useShell } from './shell-store.ts';
import { UrlsPane } from './urls-pane.tsx';

const labels: Readonly<Record<TabName, string>> = {
  urls: 'URLs',
  fields: 'Fields',
  options: 'Options',
  run: 'Run',
};

export function JobTabs({ jobId }: { readonly jobId: string }) {
  // A tab that is shown for the first time is rendered in slices of time, and appears when it is complete.
  const tab = useDeferredValue(useShell((state) => state.tab));
  return (
    <Tabs
      className={classes['tabs']}
      value={tab}
      onChange={(value) => {
        const chosen = tabs.find((name) => name === value);
        if (chosen) showTab(chosen);
      }}
    >
      <Tabs.List className={classes['tabList']} aria-label="Parts of the job">
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name} className={classes['tab']}>
            <span className={classes['tabLabel']} data-label={labels[name]}>
              {labels[name]}
            </span>
            <TabNote tab={name} jobId={jobId} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((name) => (
        <Tabs.Panel key={name} value={name} className={classes['panel']}>
          <ErrorBoundary>
            <TabBody tab={name} jobId={jobId} />
          </ErrorBoundary>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** The single figure of a tab, beside its name. */
function TabNote({ tab, jobId }: { readonly tab: TabName; readonly jobId: string }) {
  const fields = useOpenJob(({ job }) => job?.fields.length ?? 0);
  const percent = useJobRun(jobId, (run) => (run?.state === 'running' ? `${percentOf(run)}%` : ''));
  const note = tab === 'fields' ? String(fields) : tab === 'run' ? percent : '';
  return note === '' ? null : <span className={classes['tabNote']}>{note}</span>;
}

/** Only once for each tab, not at every change of tabs. */
const TabBody = memo(function TabBody(props: { readonly tab: TabName; readonly jobId: string }) {
  const { tab, jobId } = props;
  switch (tab) {
    case 'urls':
      return <UrlsPane key={jobId} jobId={jobId} />;
    case 'fields':
      return <FieldsPane key={jobId} jobId={jobId} />;
    case 'options':
      return <OptionsPane key={jobId} jobId={jobId} />;
    case 'run':
      return <RunPane key={jobId} jobId={jobId} />;
  }
});
