import { type LabReport, labPlanSchema, mostListPages } from '#shared/engine-protocol/lab.ts';
import type { Params } from '#shared/ipc/contract.ts';
import { pageWorkloadSchema } from '#shared/ipc/lab.ts';
import { type Way, ways } from '#shared/job/way.ts';
import { risingConcurrencies } from '#shared/lab/knee.ts';

export type LabKind = LabReport['setup']['kind'];
export type LabPlan = Params<'lab.start'>['plan'];

/** The numbers of the form, in the units shown to the person; a blank one is an empty text. */
export interface LabNumbers {
  readonly pages: number | string;
  readonly tunePages: number | string;
  readonly listPages: number | string;
  readonly latencyMs: number | string;
  readonly sizeKb: number | string;
  readonly errorPercent: number | string;
  readonly concurrency: number | string;
  readonly upTo: number | string;
  readonly repeats: number | string;
}

export interface LabForm extends LabNumbers {
  readonly source: 'sample' | 'job';
  /** The job whose list is measured; null: the open job. */
  readonly jobId: string | null;
  readonly ways: readonly Way[];
  readonly way: Exclude<Way, 'sequential'>;
}

export interface NumberRule {
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
}

export const numberRules: Readonly<Record<keyof LabNumbers, NumberRule>> = {
  pages: { label: 'Pages', unit: '', hint: 'Fetched in every run.', min: 10, max: 100_000 },
  tunePages: {
    label: 'Pages',
    unit: '',
    hint: 'Fetched in a run at the most; fewer at a low concurrency.',
    min: 10,
    max: 100_000,
  },
  listPages: {
    label: 'Pages',
    unit: '',
    hint: 'The first of the list, fetched anew in every run.',
    min: 1,
    max: mostListPages,
  },
  latencyMs: {
    label: 'Latency',
    unit: 'ms',
    hint: 'How long the site waits before it answers.',
    min: 0,
    max: 10_000,
  },
  sizeKb: { label: 'Page size', unit: 'KB', hint: 'Of every page.', min: 2, max: 16_384 },
  errorPercent: {
    label: 'Failing',
    unit: '%',
    hint: 'Pages that answer with the error 500.',
    min: 0,
    max: 100,
  },
  concurrency: {
    label: 'At once',
    unit: '',
    hint: 'Pages under way at the same time. Sequential has one.',
    min: 1,
    max: 1000,
  },
  upTo: { label: 'Up to', unit: 'at once', hint: '1, 2, 4, 8 … to this.', min: 1, max: 1000 },
  repeats: {
    label: 'Rounds',
    unit: '',
    hint: 'How often everything is repeated; three show how noisy the computer is.',
    min: 1,
    max: 10,
  },
};

export const defaultForm: LabForm = {
  source: 'sample',
  pages: 500,
  tunePages: 2000,
  listPages: 50,
  latencyMs: 20,
  sizeKb: 12,
  errorPercent: 0,
  jobId: null,
  ways,
  way: 'event-loop',
  concurrency: 16,
  upTo: 256,
  repeats: 3,
};

/** The error in a number; null where it is valid. */
export function numberProblem(name: keyof LabNumbers, value: number | string): string | null {
  const { min, max } = numberRules[name];
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) {
    return null;
  }
  return `From ${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}.`;
}

/** The numbers that describe the pages. */
export function workloadNumbers(kind: LabKind, { source }: LabForm): readonly (keyof LabNumbers)[] {
  if (source === 'job') return ['listPages'];
  return [kind === 'compare' ? 'pages' : 'tunePages', 'latencyMs', 'sizeKb', 'errorPercent'];
}

/** The numbers that describe the runs. */
export function planNumbers(kind: LabKind): readonly (keyof LabNumbers)[] {
  return [kind === 'compare' ? 'concurrency' : 'upTo', 'repeats'];
}

/** The plan, or null while the form is invalid; the errors are shown beside the inputs. */
export function planOf(kind: LabKind, form: LabForm, openJobId: string | null): LabPlan | null {
  const numbers = [...workloadNumbers(kind, form), ...planNumbers(kind)];
  if (numbers.some((name) => numberProblem(name, form[name]) !== null)) return null;
  const workload =
    form.source === 'sample'
      ? {
          kind: 'sample',
          pages: kind === 'compare' ? form.pages : form.tunePages,
          latencyMs: form.latencyMs,
          sizeBytes: Number(form.sizeKb) * 1024,
          errorRate: Number(form.errorPercent) / 100,
        }
      : { kind: 'job', jobId: form.jobId ?? openJobId, pages: form.listPages };
  const { repeats, concurrency, upTo, way } = form;
  const plan =
    kind === 'compare'
      ? {
          kind,
          workload,
          repeats,
          concurrency,
          ways: ways.filter((one) => form.ways.includes(one)),
        }
      : { kind, workload, repeats, upTo, way };
  const parsed = labPlanSchema(pageWorkloadSchema).safeParse(plan);
  return parsed.success ? parsed.data : null;
}

/** The most requests that a plan makes. */
export function requestsOf(plan: LabPlan): number {
  const runs = plan.kind === 'compare' ? plan.ways.length : risingConcurrencies(plan.upTo).length;
  return runs * plan.repeats * plan.workload.pages;
}
