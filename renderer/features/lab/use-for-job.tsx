import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';
import type { LabJob } from './setup-form.tsx';

export interface Tuned {
  readonly way: LabRow['way'];
  readonly concurrency: number;
}

interface UseForJobProps {
  readonly tuned: Tuned;
  readonly jobs: readonly LabJob[];
  readonly openJobId: string | null;
  readonly onUse: (jobId: string, tuned: Tuned) => void;
}

/** Applies the result to a job: the open one, unless another one is chosen. */
export function UseForJob({ tuned, jobs, openJobId, onUse }: UseForJobProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const known = jobs.some(({ id }) => id === chosen) ? chosen : openJobId;
  if (jobs.length === 0) return null;
  return (
    <div className={classes['use']}>
      <Select
        className={classes['job']}
        aria-label="Job to use it for"
        data={jobs.map(({ id, name }) => ({ value: id, label: name || 'Untitled job' }))}
        value={known}
        onChange={setChosen}
      />
      <Button disabled={known === null} onClick={() => known !== null && onUse(known, tuned)}>
        Use this for my job
      </Button>
    </div>
  );
}
