import { assertNever } from '#shared/assert-never.ts';
import {
  type LabKind,
  labPlanSchema,
  labRenders,
  mostListPages,
} from '#shared/engine-protocol/lab.ts';
import type { Params } from '#shared/ipc/contract.ts';
import { pageWorkloadSchema } from '#shared/ipc/lab.ts';
import { type Way, ways } from '#shared/job/way.ts';
import { risingConcurrencies } from '#shared/lab/knee.ts';

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
  readonly renderConcurrency: number | string;
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
  renderConcurrency: {
    label: 'At once',
    unit: '',
    hint: 'Pages under way at the same time; the job says how many of them are in windows.',
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
  renderConcurrency: 4,
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

/** Whether pages are rendered matters for the pages of a job alone: those of the sample site need no browser. */
export function sourceOf(kind: LabKind, { source }: LabForm): LabForm['source'] {
  return kind === 'render' ? 'job' : source;
}

/** The numbers that describe the pages. */
export function workloadNumbers(kind: LabKind, form: LabForm): readonly (keyof LabNumbers)[] {
  if (sourceOf(kind, form) === 'job') return ['listPages'];
  return [kind === 'compare' ? 'pages' : 'tunePages', 'latencyMs', 'sizeKb', 'errorPercent'];
}

const atOnceOf = {
  compare: 'concurrency',
  tune: 'upTo',
  render: 'renderConcurrency',
} as const satisfies Record<LabKind, keyof LabNumbers>;

/** The numbers that describe the runs. */
export function planNumbers(kind: LabKind): readonly (keyof LabNumbers)[] {
  return [atOnceOf[kind], 'repeats'];
}

/** The plan, or null while the form is invalid; the errors are shown beside the inputs. */
export function planOf(kind: LabKind, form: LabForm, openJobId: string | null): LabPlan | null {
  const numbers = [...workloadNumbers(kind, form), ...planNumbers(kind)];
  if (numbers.some((name) => numberProblem(name, form[name]) !== null)) return null;
  const workload =
    sourceOf(kind, form) === 'sample'
      ? {
          kind: 'sample',
          pages: kind === 'compare' ? form.pages : form.tunePages,
          latencyMs: form.latencyMs,
          sizeBytes: Number(form.sizeKb) * 1024,
          errorRate: Number(form.errorPercent) / 100,
        }
      : { kind: 'job', jobId: form.jobId ?? openJobId, pages: form.listPages };
  const plan = { kind, workload, repeats: form.repeats, ...choicesOf(kind, form) };
  const parsed = labPlanSchema(pageWorkloadSchema).safeParse(plan);
  return parsed.success ? parsed.data : null;
}

/** The parts of the form that are of this kind alone. */
function choicesOf(kind: LabKind, form: LabForm): object {
  const { concurrency, renderConcurrency, upTo, way } = form;
  switch (kind) {
    case 'compare':
      return { concurrency, ways: ways.filter((one) => form.ways.includes(one)) };
    case 'tune':
      return { upTo, way };
    case 'render':
      return { concurrency: renderConcurrency };
    default:
      return assertNever(kind);
  }
}

/** The most pages that a plan requests. */
export function requestsOf(plan: LabPlan): number {
  return runsOfRound(plan) * plan.repeats * plan.workload.pages;
}

function runsOfRound(plan: LabPlan): number {
  switch (plan.kind) {
    case 'compare':
      return plan.ways.length;
    case 'tune':
      return risingConcurrencies(plan.upTo).length;
    case 'render':
      return labRenders.length;
    default:
      return assertNever(plan);
  }
}
