import { Button } from '@mantine/core';
import { IconPhoto, IconTableExport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { LabReport } from '#shared/engine-protocol/lab.ts';
import { formatDateTime } from '#shared/format.ts';
import { wayNames } from '#shared/job/way.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import { noiseSentence } from '#shared/lab/noise.ts';
import classes from './lab.module.css';
import { savePicture, saveTable } from './lab-actions.ts';
import { setupWords } from './lab-words.ts';

interface ResultsProps {
  readonly report: LabReport;
  readonly rows: readonly LabRow[];
  readonly children: ReactNode;
}

/** The results: the workload, the figures, their reliability, and the buttons to save them. */
export function Results({ report, rows, children }: ResultsProps) {
  const { setup, machine, state, startedMs } = report;
  const rounds = Math.max(1, ...rows.map((row) => row.rounds));
  const disturbed = report.samples.some((sample) => sample.disturbed);
  return (
    <section className={classes['results']} aria-label="What was measured">
      <header className={classes['resultsHead']}>
        <div className={classes['resultsOf']}>
          <div dir="auto">{setupWords(report)}</div>
          <div className={classes['hint']}>
            {formatDateTime(startedMs)} · {machine.cores} {machine.cores === 1 ? 'core' : 'cores'} ·{' '}
            {rounds === 1 ? 'one round' : `median of ${rounds} rounds`}
          </div>
        </div>
        {state !== 'running' && rows.length > 0 && (
          <div className={classes['keep']}>
            <Button
              variant="default"
              leftSection={<IconTableExport size={14} />}
              onClick={() => saveTable(setup.kind)}
            >
              Export table…
            </Button>
            <Button
              variant="default"
              leftSection={<IconPhoto size={14} />}
              onClick={() => savePicture(report)}
            >
              Export picture…
            </Button>
          </div>
        )}
      </header>
      <Ending report={report} measured={rows.length > 0} />
      {rows.length > 0 && children}
      {report.leftOut.map((way) => (
        <p key={way} className={classes['say']}>
          {wayNames[way]} cannot run here and were left out.
        </p>
      ))}
      {rows.length > 0 && state !== 'running' && (
        <p className={classes['say']}>{noiseSentence(rows, disturbed)}</p>
      )}
    </section>
  );
}

/** Shown for a measurement that was stopped or failed. */
function Ending(props: { readonly report: LabReport; readonly measured: boolean }) {
  const { state, problem } = props.report;
  if (state === 'stopped') {
    return (
      <p className={classes['notice']} role="status">
        {props.measured
          ? 'Stopped: these are the runs that were over by then.'
          : 'Stopped before a run was over.'}
      </p>
    );
  }
  if (state !== 'failed') return null;
  return (
    <p className={classes['notice']} data-tone="bad" role="alert">
      {problem ?? 'The measurement failed.'}
      {props.measured && ' What was measured by then is below.'}
    </p>
  );
}
