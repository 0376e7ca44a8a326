import { Button, Tabs } from '@mantine/core';
import { IconChartHistogram, IconFlask2, IconPlayerStopFilled } from '@tabler/icons-react';
import { useDeferredValue, useMemo } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import type { LabKind, LabReport } from '#shared/engine-protocol/lab.ts';
import { curveEndOf, curveEndSentence } from '#shared/lab/knee.ts';
import { labRows } from '#shared/lab/lab-rows.ts';
import { CompareTable } from './compare-table.tsx';
import { DifferenceTable } from './difference-table.tsx';
import classes from './lab.module.css';
import { startLab, stopLab } from './lab-actions.ts';
import { planOf } from './lab-form.ts';
import { useLab } from './lab-store.ts';
import { Race } from './race.tsx';
import { RenderTable } from './render-table.tsx';
import { Results } from './results.tsx';
import { type LabJob, SetupForm } from './setup-form.tsx';
import { TuneChart } from './tune-chart.tsx';
import { TuneTable } from './tune-table.tsx';
import { type Tuned, UseForJob } from './use-for-job.tsx';

interface LabScreenProps {
  readonly jobs: readonly LabJob[];
  readonly openJobId: string | null;
  /** Runs of jobs are active, which would disturb a measurement. */
  readonly busy: boolean;
  readonly onUse: (jobId: string, tuned: Tuned) => void;
}

const kinds: readonly { readonly kind: LabKind; readonly label: string }[] = [
  { kind: 'compare', label: 'Compare' },
  { kind: 'tune', label: 'Tune' },
  { kind: 'render', label: 'Render' },
];

const labelOf = (kind: LabKind): string => kinds.find((one) => one.kind === kind)?.label ?? '';

const purpose: Readonly<Record<LabKind, string>> = {
  compare:
    'Compare fetches the same pages in each way of running, one after the other, and shows which is fastest on this computer. The runs are real, and nothing of them is kept among yours.',
  tune: 'Tune fetches pages 1, 2, 4, 8 … at once and marks where more is hardly faster any more. What it finds can be set in a job with one click.',
  render:
    'Render reads the first pages of a job without a browser and with one, and shows what a browser costs and which fields have other values with it. The runs are real, and nothing of them is kept among yours.',
};

/** The Lab: the speed of the ways of running on this computer, and what a browser changes. */
export function LabScreen({ jobs, openJobId, busy, onUse }: LabScreenProps) {
  // The form is rendered in slices of time when it comes back, like a tab of a job.
  const kind = useDeferredValue(useLab((state) => state.kind));
  const show = useLab((state) => state.show);
  const running = useDeferredValue(useLab((state) => state.running));
  const problem = useLab((state) => state.problem);
  const report = useLab((state) => state.reports[kind]);
  return (
    <div className={classes['screen']}>
      <header className={classes['head']}>
        <h2 className={classes['title']}>Lab</h2>
        <StartButtons kind={kind} openJobId={openJobId} busy={busy} />
      </header>
      <Tabs
        className={classes['tabs']}
        value={kind}
        onChange={(value) => {
          const chosen = kinds.find((one) => one.kind === value);
          if (chosen) show(chosen.kind);
        }}
      >
        <Tabs.List className={classes['tabList']} aria-label="Parts of the Lab">
          {kinds.map(({ kind: name, label }) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={kind} className={classes['panel']}>
          {/* What is measured stands with its figures; the race takes the place of the form. */}
          {running !== kind && (
            <SetupForm kind={kind} jobs={jobs} openJobId={openJobId} disabled={running !== null} />
          )}
          {problem !== null && (
            <p className={classes['notice']} data-tone="bad" role="alert">
              {problem}
            </p>
          )}
          {running === kind && report?.state === 'running' && <Race report={report} />}
          {report === null ? (
            <EmptyState icon={<IconFlask2 size={30} stroke={1.5} />}>{purpose[kind]}</EmptyState>
          ) : (
            <Report report={report} jobs={jobs} openJobId={openJobId} onUse={onUse} />
          )}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function StartButtons(props: {
  readonly kind: LabKind;
  readonly openJobId: string | null;
  readonly busy: boolean;
}) {
  const { kind, openJobId, busy } = props;
  const running = useLab((state) => state.running);
  const stopping = useLab((state) => state.stopping);
  const ready = useLab((state) => planOf(kind, state.form, openJobId) !== null);
  if (running !== null) {
    return (
      <>
        <span className={classes['headNote']}>
          {running === kind ? '' : `${labelOf(running)} is measuring`}
        </span>
        <Button
          variant="default"
          loading={stopping}
          leftSection={<IconPlayerStopFilled size={13} />}
          onClick={stopLab}
        >
          Stop
        </Button>
      </>
    );
  }
  return (
    <>
      <span className={classes['headNote']}>
        {busy && 'A run is going on and would disturb this: pause or stop it first.'}
      </span>
      <Button
        disabled={!ready || busy}
        leftSection={<IconChartHistogram size={15} />}
        onClick={() => void startLab(openJobId)}
      >
        Measure
      </Button>
    </>
  );
}

interface ReportProps extends Omit<LabScreenProps, 'busy'> {
  readonly report: LabReport;
}

function Report({ report, jobs, openJobId, onUse }: ReportProps) {
  const { samples, setup, state } = report;
  // Reports come ten times a second; the results change only when a run is over.
  const rows = useMemo(() => labRows({ samples, setup }), [samples, setup]);
  // Hidden during the rounds, since it would change its size.
  const end = useMemo(
    () => (setup.kind === 'tune' && state !== 'running' ? curveEndOf(rows) : null),
    [setup.kind, state, rows],
  );
  if (setup.kind === 'compare') {
    return (
      <Results report={report} rows={rows}>
        <CompareTable rows={rows} />
      </Results>
    );
  }
  if (setup.kind === 'render') {
    return (
      <Results report={report} rows={rows}>
        <RenderTable rows={rows} />
        {report.differences !== null && <DifferenceTable differences={report.differences} />}
      </Results>
    );
  }
  const upTo = setup.concurrencies.at(-1) ?? 1;
  const knee = end?.kind === 'knee' ? end.row : null;
  return (
    <Results report={report} rows={rows}>
      <TuneChart rows={rows} upTo={upTo} knee={knee} />
      {end !== null && (
        <div className={classes['knee']}>
          <p className={classes['kneeText']}>
            {curveEndSentence(end)}
            {report.flattened && ` Tuning ended at ${upTo}, since more brought nothing.`}
          </p>
          <UseForJob tuned={end.row} jobs={jobs} openJobId={openJobId} onUse={onUse} />
        </div>
      )}
      <TuneTable rows={rows} knee={knee} />
    </Results>
  );
}
