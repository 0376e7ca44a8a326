import { z } from 'zod';
import { errorCodes } from '../errors/error-codes.ts';
import { fieldSchema, jobRulesSchema, optionsSchema } from '../job/job.ts';
import { type ExportProgress, exportOptionsSchema } from './export.ts';
import { type InputAnalysis, inputSourceSchema, type ListGlance, type RunList } from './input.ts';
import { engineWorkloadSchema, type LabReport, labPlanSchema } from './lab.ts';
import type { PreviewPage, PreviewResult, ReadPath, Suggestion } from './preview.ts';
import { type RequestDetail, type ResultWindow, resultViewSchema } from './results.ts';
import type { RunHistory, RunSnapshot, RunSummary } from './run.ts';

/**
 * The engine protocol: every command a host may send to the engine, with the parser of its
 * parameters and the type of its reply; and every event that the engine sends. `serve-engine.ts`
 * and `engine-client.ts` are derived from it.
 */
function command<Params extends z.ZodType, Value = undefined>(params: Params) {
  return { params, reply: undefined as unknown as Value };
}
const reply = <Value>() => ({
  to: <Params extends z.ZodType>(params: Params) => command<Params, Value>(params),
});

/** Run ids become file names: this form holds no separator, no dot, and sorts by time. */
export const runIdSchema = z.string().regex(/^[0-9]{8}-[0-9]{6}-[0-9a-z]{4,12}$/);
const run = z.strictObject({ runId: runIdSchema });
const exportId = z.string().min(1).max(100);
const errorCodeSchema = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]);
const extractRules = z.strictObject({
  each: z.string().max(10_000).optional(),
  fields: z.array(fieldSchema).max(500),
});
const previewKey = z.string().min(1).max(200);

/**
 * What a run needs and no job file may hold: it is handed in at every start and resume, and never
 * comes back out (not in replies, snapshots, logs, exports or errors). Proxy logins stay in memory;
 * cookies join the run's jar, which lies in the run's own file (0600; see SECURITY.md).
 */
export const runSecretsSchema = z.strictObject({
  /** Cookies to begin with, as a cookies.txt (Netscape) file. */
  cookies: z.string().max(1_000_000).optional(),
  /** Logins by proxy, as the job names it. */
  proxyLogins: z
    .record(
      z.string(),
      z.strictObject({ user: z.string().max(1000), password: z.string().max(1000) }),
    )
    .optional(),
});
export type RunSecrets = Readonly<z.infer<typeof runSecretsSchema>>;

export const engineCommands = {
  /** Creates the run's file, imports the list, starts. Replies as soon as the file exists. */
  'run.start': reply<{ readonly runId: string }>().to(
    z.strictObject({
      jobId: z.string().max(200).nullable(),
      rules: jobRulesSchema,
      input: inputSourceSchema,
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** Goes on with a stopped, interrupted, halted or finished run that has queued requests. */
  'run.resume': reply<undefined>().to(
    z.strictObject({
      runId: runIdSchema,
      secrets: runSecretsSchema.optional(),
      /** The engine that drove it has crashed by itself: what was in flight is under suspicion. */
      crashed: z.boolean().optional(),
      /** That engine was cut off: a run that was paused comes back paused, by whom and why it was. */
      asItWas: z.boolean().optional(),
    }),
  ),
  'run.pause': reply<undefined>().to(run),
  'run.unpause': reply<undefined>().to(run),
  /** Replies when all that was done is committed and the run's file is closed. */
  'run.stop': reply<undefined>().to(run),
  'run.set-concurrency': reply<undefined>().to(
    z.strictObject({ runId: runIdSchema, concurrency: z.int().min(1).max(1000) }),
  ),
  /** Queues failed requests again (all, or of one error code) and runs them. Replies how many. */
  'run.retry-failed': reply<{ readonly queued: number }>().to(
    z.strictObject({
      runId: runIdSchema,
      errorCode: errorCodeSchema.nullable(),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** The newest snapshot: live, or made from the run's file. */
  'run.snapshot': reply<RunSnapshot>().to(run),
  'run.history': reply<RunHistory>().to(run),
  /** What became of every record of its list; null for a run of an older version. */
  'run.list': reply<RunList | null>().to(run),
  'run.delete': reply<undefined>().to(run),
  /** Newest first. With `job`: the runs of that job, and those of the command line of its name. */
  'runs.list': reply<readonly RunSummary[]>().to(
    z.strictObject({
      job: z.strictObject({ id: z.string().max(200), name: z.string().max(200) }).nullable(),
    }),
  ),

  'results.window': reply<ResultWindow>().to(
    z.strictObject({
      runId: runIdSchema,
      view: resultViewSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
    }),
  ),
  'results.detail': reply<RequestDetail>().to(
    z.strictObject({ runId: runIdSchema, requestId: z.int().min(0) }),
  ),
  /** Lines of a view as TSV with a header, formula guard on; at most `limit` lines. */
  'results.tsv': reply<{
    readonly text: string;
    readonly lines: number;
    readonly cut: boolean;
  }>().to(
    z.strictObject({
      runId: runIdSchema,
      view: resultViewSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(100_000),
    }),
  ),

  /** Replies when the file has its final name. */
  'export.start': reply<ExportProgress>().to(
    z.strictObject({
      exportId,
      runId: runIdSchema,
      file: z.string().min(1),
      options: exportOptionsSchema,
    }),
  ),
  'export.cancel': reply<undefined>().to(z.strictObject({ exportId })),

  /** A newer analysis of the same `key` cancels the older one (error CANCELLED). */
  'input.analyze': reply<InputAnalysis>().to(
    z.strictObject({ key: z.string().min(1).max(200), input: inputSourceSchema }),
  ),
  'input.glance': reply<ListGlance>().to(z.strictObject({ input: inputSourceSchema })),

  /** Fetches a page for the preview and keeps it under `key` (the job); `refresh` fetches anew. */
  'preview.fetch': reply<PreviewPage>().to(
    z.strictObject({
      key: previewKey,
      url: z.string().max(100_000),
      options: optionsSchema.optional(),
      refresh: z.boolean(),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** Extracts from the page kept under `key`. Never fails for a bad selector: see `problem`. */
  'preview.extract': reply<PreviewResult>().to(extractRules.extend({ key: previewKey })),
  /** How pages will be read by these rules; null where they do not parse. Needs no page. */
  'preview.path': reply<ReadPath | null>().to(extractRules),
  'preview.suggest': reply<readonly Suggestion[]>().to(z.strictObject({ key: previewKey })),

  /** Measures; replies when it is over, stopped or failed included. One at a time (error BUSY). */
  'lab.start': reply<LabReport>().to(
    z.strictObject({
      plan: labPlanSchema(engineWorkloadSchema),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** Replies when nothing of it happens any more; what was measured is in the report. */
  'lab.stop': reply<undefined>().to(z.strictObject({})),
  /** What is being measured, or was last; null before the first. */
  'lab.report': reply<LabReport | null>().to(z.strictObject({})),
} as const;

export type EngineCommands = typeof engineCommands;
export type EngineCommand = keyof EngineCommands;
export type EngineParams<C extends EngineCommand> = Readonly<z.input<EngineCommands[C]['params']>>;
export type EngineReply<C extends EngineCommand> = EngineCommands[C]['reply'];

export type EngineEvent =
  | { readonly kind: 'run'; readonly snapshot: RunSnapshot }
  | { readonly kind: 'export'; readonly progress: ExportProgress }
  /** At most ten times a second. */
  | { readonly kind: 'lab'; readonly report: LabReport }
  | {
      readonly kind: 'input';
      readonly key: string;
      readonly lines: number;
      readonly bytes: number;
      readonly totalBytes: number;
    };

/** Everything the engine can do, as a library: the CLI calls it so, the window through a port. */
export interface EngineApi {
  call<C extends EngineCommand>(command: C, params: EngineParams<C>): Promise<EngineReply<C>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Stops every run with all that is done committed, and lets everything go. */
  close(): Promise<void>;
}
