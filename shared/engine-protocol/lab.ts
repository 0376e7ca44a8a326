import { z } from 'zod';
import { jobRulesSchema } from '../job/job.ts';
import { type Way, ways } from '../job/way.ts';
import { inputSourceSchema } from './input.ts';

/**
 * The Lab: real runs of one workload, measured. `compare` runs it in several ways at one concurrency, `tune`
 * in one way at rising ones, `render` without a browser and with one. Their runs are in no list of runs and are
 * deleted after the measurement.
 */

/** The measurements that the Lab makes. */
export const labKinds = ['compare', 'tune', 'render'] as const;
export type LabKind = (typeof labKinds)[number];

/** The choices of the job's option `render` that are compared. */
export const labRenders = ['never', 'always'] as const;
export type LabRender = (typeof labRenders)[number];

/** Pages of the sample site, whose behaviour is chosen. */
export const sampleWorkloadSchema = z.strictObject({
  kind: z.literal('sample'),
  pages: z.int().min(10).max(100_000),
  latencyMs: z.int().min(0).max(10_000),
  sizeBytes: z.int().min(1536).max(16_777_216),
  /** The share of pages that answer 500, from 0 to 1. */
  errorRate: z.number().min(0).max(1),
});
type SampleWorkload = Readonly<z.infer<typeof sampleWorkloadSchema>>;

/** The most pages that one round requests from servers of other people. */
export const mostListPages = 500;
export const listPagesSchema = z.int().min(1).max(mostListPages);

/**
 * The workload that the engine measures: the sample site where the host serves it, or the first pages of a
 * list.
 */
export const engineWorkloadSchema = z.discriminatedUnion('kind', [
  sampleWorkloadSchema.extend({ origin: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/) }),
  z.strictObject({
    kind: z.literal('list'),
    pages: listPagesSchema,
    input: inputSourceSchema,
    rules: jobRulesSchema,
  }),
]);
export type EngineWorkload = Readonly<z.infer<typeof engineWorkloadSchema>>;

const concurrencySchema = z.int().min(1).max(1000);
const repeatsSchema = z.int().min(1).max(10);
/** A concurrency of one leaves nothing to tune. */
export const tunedWays = ways.filter((way) => way !== 'sequential');

/** A plan over any description of a workload: that of the page, of the command line or of the engine. */
export const labPlanSchema = <Workload extends z.ZodType>(workload: Workload) =>
  z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('compare'),
      workload,
      concurrency: concurrencySchema,
      ways: z
        .array(z.enum(ways))
        .min(1)
        .refine((list) => new Set(list).size === list.length, 'names a way twice'),
      repeats: repeatsSchema,
    }),
    z.strictObject({
      kind: z.literal('tune'),
      workload,
      way: z.enum(ways).exclude(['sequential']),
      /** The highest concurrency that is tried. */
      upTo: concurrencySchema,
      repeats: repeatsSchema,
    }),
    z.strictObject({
      kind: z.literal('render'),
      /** A list: the pages of the sample site need no browser. */
      workload,
      concurrency: concurrencySchema,
      repeats: repeatsSchema,
    }),
  ]);

/** One run that counts towards the figures. */
export interface LabSample {
  readonly way: Way;
  readonly concurrency: number;
  /** Null: as the job says. */
  readonly render: LabRender | null;
  /** Counted from 1. */
  readonly round: number;
  readonly done: number;
  readonly failed: number;
  /**
   * The time for these pages, until the end of the last one. A few more pages of the sample site are fetched
   * before them, while threads and processes start; with a list the time begins at the first fetch.
   */
  readonly elapsedMs: number;
  /** The time of answered requests, from their start to their last byte; null where none was answered. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number } | null;
  /** The median time of a page from the start of its request to its rows; null where no page was read. */
  readonly pageMs: number | null;
  /** The peak memory of the engine's processes together and, for pages in a browser, of the browser's. */
  readonly peakRssBytes: number;
  /** The processor time of the engine's processes, without those of a browser. */
  readonly cpuMs: number;
  /** A run of a job was active at the same time. */
  readonly disturbed: boolean;
}

/** The values of a field in the same rows of the fetched and of the rendered pages, counted. */
export interface FieldDifference {
  readonly name: string;
  readonly same: number;
  /** Two values, and not the same. */
  readonly differs: number;
  /** A value in one of the two, and none in the other. */
  readonly onlyFetched: number;
  readonly onlyRendered: number;
  /** A few rows in which it is not the same; long values are cut off. */
  readonly examples: readonly {
    readonly url: string;
    readonly fetched: string;
    readonly rendered: string;
  }[];
}

/** The difference that rendering makes to the values of a list. */
export interface RenderDifferences {
  /** Pages that were read in both runs: the others are not compared. */
  readonly pages: number;
  /** Rows that these pages have in both runs, and those that they have in one alone. */
  readonly rows: number;
  readonly onlyFetched: number;
  readonly onlyRendered: number;
  readonly fields: readonly FieldDifference[];
}

/** The workload in words that hold no list and no secret. */
export interface LabSetup {
  readonly kind: LabKind;
  readonly workload:
    | SampleWorkload
    | { readonly kind: 'list'; readonly name: string; readonly pages: number };
  readonly ways: readonly Way[];
  /** In rising order. Only `tune` has more than one. */
  readonly concurrencies: readonly number[];
  /** Both for `render`; else null alone: as the job says. */
  readonly renders: readonly (LabRender | null)[];
  readonly repeats: number;
}

/** The current run. */
export interface LabNow {
  readonly phase: 'warm-up' | 'measure';
  readonly way: Way;
  readonly concurrency: number;
  readonly render: LabRender | null;
  readonly round: number;
  readonly settled: number;
  readonly total: number;
  readonly elapsedMs: number;
}

export interface LabReport {
  readonly setup: LabSetup;
  readonly startedMs: number;
  readonly machine: { readonly platform: string; readonly cores: number };
  /** `stopped` and `failed` keep the samples measured up to then. */
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** The reason of the failure. */
  readonly problem: string | null;
  /** Requested ways that cannot run here: they are not in the setup. */
  readonly leftOut: readonly Way[];
  /** `tune` ended below its highest concurrency, since higher values brought no more throughput. */
  readonly flattened: boolean;
  /** At most one for each way, concurrency, choice of rendering and round. */
  readonly samples: readonly LabSample[];
  /** For `render`, once both runs of the first round are over; else null. */
  readonly differences: RenderDifferences | null;
  /** Null at the end. */
  readonly now: LabNow | null;
}
