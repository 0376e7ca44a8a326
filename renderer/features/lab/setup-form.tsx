import { Checkbox, Select } from '@mantine/core';
import { type LabKind, tunedWays } from '#shared/engine-protocol/lab.ts';
import { formatCount } from '#shared/format.ts';
import { wayNames, ways } from '#shared/job/way.ts';
import classes from './lab.module.css';
import {
  type LabForm,
  planNumbers,
  planOf,
  requestsOf,
  sourceOf,
  workloadNumbers,
} from './lab-form.ts';
import { useLab } from './lab-store.ts';
import { NumberField } from './number-field.tsx';

export interface LabJob {
  readonly id: string;
  readonly name: string;
}

interface SetupFormProps {
  readonly kind: LabKind;
  readonly jobs: readonly LabJob[];
  readonly openJobId: string | null;
  readonly disabled: boolean;
}

const sources = [
  { value: 'sample', label: 'The sample site' },
  { value: 'job', label: 'A list of mine' },
] as const satisfies readonly { value: LabForm['source']; label: string }[];

/** The settings of a measurement. */
export function SetupForm({ kind, jobs, openJobId, disabled }: SetupFormProps) {
  const form = useLab((state) => state.form);
  const change = useLab((state) => state.change);
  return (
    <fieldset className={classes['setup']} disabled={disabled} aria-label="What is measured">
      <div className={classes['inputs']}>
        {kind !== 'render' && (
          <Select
            className={classes['choice']}
            label="Pages of"
            data={[...sources]}
            value={form.source}
            disabled={disabled}
            onChange={(chosen) => {
              const source = sources.find(({ value }) => value === chosen)?.value;
              if (source) change({ source });
            }}
          />
        )}
        {sourceOf(kind, form) === 'job' && (
          <Select
            className={classes['job']}
            label="Job"
            placeholder="There is no job yet"
            data={jobs.map(({ id, name }) => ({ value: id, label: name || 'Untitled job' }))}
            value={form.jobId ?? openJobId}
            disabled={disabled || jobs.length === 0}
            onChange={(jobId) => change({ jobId })}
          />
        )}
        {workloadNumbers(kind, form).map((name) => (
          <NumberField key={name} name={name} />
        ))}
        {kind === 'render' && <PlanNumbers kind={kind} />}
      </div>
      {kind !== 'render' && (
        <div className={classes['inputs']}>
          {kind === 'compare' && (
            <Checkbox.Group
              label="Ways of running"
              value={[...form.ways]}
              error={form.ways.length === 0 ? 'Choose at least one.' : null}
              onChange={(chosen) => change({ ways: ways.filter((way) => chosen.includes(way)) })}
            >
              <div className={classes['ways']}>
                {ways.map((way) => (
                  <Checkbox key={way} value={way} label={wayNames[way]} disabled={disabled} />
                ))}
              </div>
            </Checkbox.Group>
          )}
          {kind === 'tune' && (
            <Select
              className={classes['choice']}
              label="Way of running"
              data={tunedWays.map((way) => ({ value: way, label: wayNames[way] }))}
              value={form.way}
              disabled={disabled}
              onChange={(chosen) => {
                const way = tunedWays.find((name) => name === chosen);
                if (way) change({ way });
              }}
            />
          )}
          <PlanNumbers kind={kind} />
        </div>
      )}
      <Manners kind={kind} form={form} openJobId={openJobId} />
    </fieldset>
  );
}

function PlanNumbers({ kind }: { readonly kind: LabKind }) {
  return planNumbers(kind).map((name) => <NumberField key={name} name={name} />);
}

/** The load that the measurement puts on servers. */
function Manners(props: {
  readonly kind: LabKind;
  readonly form: LabForm;
  readonly openJobId: string | null;
}) {
  const { kind, form, openJobId } = props;
  if (sourceOf(kind, form) === 'sample') {
    return (
      <p className={classes['hint']}>
        The sample site runs on this computer too and takes a share of its cores, so a site
        elsewhere can be faster than these figures.
      </p>
    );
  }
  const plan = planOf(kind, form, openJobId);
  const requests = plan === null ? '' : `, up to ${formatCount(requestsOf(plan))} requests in all`;
  return (
    <p className={classes['warning']}>
      Every run fetches these pages anew from their own servers{requests}. The job's pace and its
      limits for a host hold, so the figures tell as much of those servers as of this computer.
      {kind === 'render' && ' The scripts of rendered pages make further requests.'}
    </p>
  );
}
