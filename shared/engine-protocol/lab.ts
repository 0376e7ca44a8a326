import { z } from 'zod';
import { jobRulesSchema } from '../job/job.ts';
import { type Way, ways } from '../job/way.ts';
import { inputSourceSchema } from './input.ts';

/**
 * The Lab: real runs of one workload, measured. `compare` runs it in several ways at one concurrency,
 * `tune` in one way at rising ones. Their runs are in no list of runs and are deleted once measured.
 */

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

/** Other people's servers are asked for no more pages than these in one round. */
export const mostListPages = 500;
export const listPagesSchema = z.int().min(1).max(mostListPages);

/** What the engine measures: the sample site where the host serves it, or the first pages of a list. */
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
/** One request at a time has no concurrency to tune. */
export const tunedWays = ways.filter((way) => way !== 'sequential');

/** A plan over any description of a workload: the page's, the command line's or the engine's. */
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
  ]);

/** One run that counts. */
export interface LabSample {
  readonly way: Way;
  readonly concurrency: number;
  /** From 1. */
  readonly round: number;
  readonly done: number;
  readonly failed: number;
  /**
   * For these pages, to the end of the last one. A few more pages of the sample site are fetched before them,
   * while threads and processes start; of a list the time begins with the first fetch.
   */
  readonly elapsedMs: number;
  /** The time of answered requests, from their start to their last byte; null where none was answered. */
  readonly latency: { readonly p50Ms: number; readonly p95Ms: number } | null;
  /** The most that the engine's processes had in memory at once, and the processor time they took. */
  readonly peakRssBytes: number;
  readonly cpuMs: number;
  /** A run of a job was going on beside it. */
  readonly disturbed: boolean;
}

/** What is measured, in words that hold no list and no secret. */
export interface LabSetup {
  readonly kind: 'compare' | 'tune';
  readonly workload:
    | SampleWorkload
    | { readonly kind: 'list'; readonly name: string; readonly pages: number };
  readonly ways: readonly Way[];
  /** Rising. `compare` has one. */
  readonly concurrencies: readonly number[];
  readonly repeats: number;
}

/** The run that is under way. */
export interface LabNow {
  readonly phase: 'warm-up' | 'measure';
  readonly way: Way;
  readonly concurrency: number;
  readonly round: number;
  readonly settled: number;
  readonly total: number;
  readonly elapsedMs: number;
}

export interface LabReport {
  readonly setup: LabSetup;
  readonly startedMs: number;
  readonly machine: { readonly platform: string; readonly cores: number };
  /** `stopped` and `failed` keep what was measured by then. */
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Why it failed. */
  readonly problem: string | null;
  /** Ways that were asked for and cannot run here: they are not in the setup. */
  readonly leftOut: readonly Way[];
  /** `tune` ended below its highest concurrency, since rising it further brought no more. */
  readonly flattened: boolean;
  /** At most one for each way, concurrency and round. */
  readonly samples: readonly LabSample[];
  /** Null at the end. */
  readonly now: LabNow | null;
}
