import { type JobOptions, optionsSchema } from '#shared/job/job.ts';

/** The options that consist of one number. */
export type NumberOption =
  | 'concurrency'
  | 'perHost'
  | 'delayMs'
  | 'timeoutMs'
  | 'retries'
  | 'maxBytes'
  | 'perMinute'
  | 'renderWindows'
  | 'keepPagesMaxMb';

export interface NumberRule {
  readonly option: NumberOption;
  readonly label: string;
  /** One sentence: the effect of the option. */
  readonly hint: string;
  readonly unit: string;
  /** How many of the job's units (milliseconds, bytes) the shown unit holds. */
  readonly factor: number;
  /** The meaning of a blank input, where the default is not a number. */
  readonly blank?: string;
}

export const numberRules: Readonly<Record<NumberOption, NumberRule>> = {
  concurrency: {
    option: 'concurrency',
    label: 'At once',
    hint: 'How many pages are fetched at the same time.',
    unit: 'pages',
    factor: 1,
  },
  perHost: {
    option: 'perHost',
    label: 'At once from one host',
    hint: 'How many of them may come from the same host; lower is kinder to it.',
    unit: 'pages',
    factor: 1,
  },
  delayMs: {
    option: 'delayMs',
    label: 'Pause per host',
    hint: 'How long to wait between two fetches from the same host.',
    unit: 'ms',
    factor: 1,
  },
  perMinute: {
    option: 'perMinute',
    label: 'In a minute from one host',
    hint: 'The most pages that one host is asked for in a minute.',
    unit: 'pages',
    factor: 1,
    blank: 'No limit',
  },
  timeoutMs: {
    option: 'timeoutMs',
    label: 'Time limit',
    hint: 'How long one try of a page may take, redirects and all.',
    unit: 's',
    factor: 1000,
  },
  retries: {
    option: 'retries',
    label: 'Retries',
    hint: 'How often a page is tried again after a failure that may pass.',
    unit: 'times',
    factor: 1,
  },
  maxBytes: {
    option: 'maxBytes',
    label: 'Size limit',
    hint: 'A page larger than this, once unpacked, counts as failed.',
    unit: 'MB',
    factor: 1_048_576,
  },
  keepPagesMaxMb: {
    option: 'keepPagesMaxMb',
    label: 'Most for kept pages',
    hint: 'What the kept pages of one run may take on the disk, packed. Pages beyond it are read and not kept.',
    unit: 'MB',
    factor: 1,
  },
  renderWindows: {
    option: 'renderWindows',
    label: 'Browser windows',
    hint: 'How many pages are run at the same time; more windows than this computer has cores gain little.',
    unit: 'pages',
    factor: 1,
    blank: 'One for each core',
  },
};

/** A value of the job in the displayed unit: 30,000 ms as 30 s. */
export function toShown({ factor }: NumberRule, value: number): number {
  return Math.round((value / factor) * 1000) / 1000;
}

type ParsedNumber =
  | { readonly kind: 'default' }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'problem'; readonly message: string };

/** The typed text as a value of the job. A blank text means the default. */
export function parseShown(rule: NumberRule, typed: number | string): ParsedNumber {
  if (typed === '') return { kind: 'default' };
  const value = Math.round(Number(typed) * rule.factor);
  if (Number.isNaN(value)) return { kind: 'problem', message: 'Type a number.' };
  if (optionsSchema.shape[rule.option].safeParse(value).success) return { kind: 'value', value };
  const { min, max } = limitsOf(rule);
  return { kind: 'problem', message: `Type a number from ${format(min)} to ${format(max)}.` };
}

const format = (value: number): string => value.toLocaleString('en-US');

/** The smallest and the largest value in the displayed unit, from the job's schema. */
export function limitsOf(rule: NumberRule): { readonly min: number; readonly max: number } {
  const { minValue, maxValue } = optionsSchema.shape[rule.option].unwrap();
  return { min: toShown(rule, minValue ?? 0), max: toShown(rule, maxValue ?? 0) };
}

/** Options with one of them changed; undefined restores its default. */
export function withOption<K extends keyof JobOptions>(
  options: JobOptions,
  option: K,
  value: JobOptions[K] | undefined,
): JobOptions {
  const { [option]: _, ...others } = options;
  return value === undefined ? (others as JobOptions) : { ...options, [option]: value };
}
