import { z } from 'zod';
import { errorCodes } from '../errors/error-codes.ts';
import { fieldSchema, jobRulesSchema, optionsSchema, templateSchema } from '../job/job.ts';
import { liveChangeSchema } from '../job/live-options.ts';
import { sitemapSchema } from '../job/sitemaps.ts';
import { nextSchema } from '../job/v2/next.ts';
import { eachSchema } from '../job/v2/source.ts';
import type { ColumnHealth } from './column-health.ts';
import { type ExportProgress, exportOptionsSchema } from './export.ts';
import { type InputAnalysis, inputSourceSchema, type ListGlance, type RunList } from './input.ts';
import { engineWorkloadSchema, type LabReport, labPlanSchema } from './lab.ts';
import { storageSchema } from './origin-storage.ts';
import {
  type ElementPick,
  type JsonMembers,
  type ListPick,
  type PickMarks,
  pickElementParams,
  pickListParams,
  pickMarksParams,
  pickMembersParams,
  pickTryParams,
  previewKeySchema,
  type TriedPage,
} from './pick.ts';
import {
  type DataAnswerInfo,
  type PageResource,
  type PageSource,
  type PreviewNext,
  type PreviewPage,
  type PreviewResult,
  type ReadPath,
  resourceKinds,
  type Suggestion,
} from './preview.ts';
import {
  type KeptPageView,
  type RequestDetail,
  type ResultWindow,
  resultViewSchema,
} from './results.ts';
import type { RunFields, RunHistory, RunSnapshot, RunSummary } from './run.ts';
import type { SitemapFindings, SitemapProgress } from './sitemaps.ts';

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

/** Run ids become file names: this form holds no separator and no dot, and sorts by time. */
export const runIdSchema = z.string().regex(/^[0-9]{8}-[0-9]{6}-[0-9a-z]{4,12}$/);
const run = z.strictObject({ runId: runIdSchema });
const exportId = z.string().min(1).max(100);
const errorCodeSchema = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]);
/** The run whose kept page of an address comes before asking its site; `only`: no site is asked. */
export const keptBySchema = z.strictObject({ runId: runIdSchema, only: z.boolean() });
export type KeptBy = Readonly<z.infer<typeof keptBySchema>>;
const extractRules = z.strictObject({
  each: eachSchema.optional(),
  fields: z.array(fieldSchema).max(500),
});

/** What a log-in in a window of Trawl leaves beside its cookies. */
export const keptLogInSchema = z.strictObject({
  /** Unix time. */
  atMs: z.number().min(0),
  /** The user agent that the cookies were made with: sites may end a session whose user agent changes. */
  userAgent: z.string().min(1).max(1000),
  /** The pages that had a field for a password: origin and path. */
  addresses: z.array(z.string().max(2000)).max(20),
  /** The `localStorage` of the visited origins, for rendered pages. */
  storage: storageSchema,
});
export type KeptLogIn = Readonly<z.infer<typeof keptLogInSchema>>;

/**
 * Values that a run needs and that no job file may hold. They are passed in at every start and resume, and
 * never leave again (not in replies, snapshots, logs, exports or errors). Proxy logins stay in memory;
 * cookies join the run's jar, which lies in the run's own file (0600; see SECURITY.md).
 */
export const runSecretsSchema = z.strictObject({
  /** The initial cookies, as a cookies.txt (Netscape) file. */
  cookies: z.string().max(1_000_000).optional(),
  /** Logins by proxy, keyed by the proxy's URL in the job. */
  proxyLogins: z
    .record(
      z.string(),
      z.strictObject({ user: z.string().max(1000), password: z.string().max(1000) }),
    )
    .optional(),
  logIn: keptLogInSchema.optional(),
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
  /**
   * Reads the kept pages of a run again, by these rules: a run of its own, which asks no site for anything.
   * The run that has kept them may be going on. NOT_FOUND: it has kept none.
   */
  'run.read-again': reply<{ readonly runId: string }>().to(
    z.strictObject({
      runId: runIdSchema,
      jobId: z.string().max(200).nullable(),
      rules: jobRulesSchema,
    }),
  ),
  /** Resumes a stopped, interrupted, halted or finished run that has queued requests. */
  'run.resume': reply<undefined>().to(
    z.strictObject({
      runId: runIdSchema,
      secrets: runSecretsSchema.optional(),
      /** The previous engine of the run has crashed: one of the requests in flight may be the cause. */
      crashed: z.boolean().optional(),
      /** The previous engine was cut off: a paused run is paused again, with the same cause of the pause. */
      asItWas: z.boolean().optional(),
    }),
  ),
  'run.pause': reply<undefined>().to(run),
  'run.unpause': reply<undefined>().to(run),
  /** Replies when all finished work is committed and the run's file is closed. */
  'run.stop': reply<undefined>().to(run),
  /**
   * Changes options of a run that goes on, from its next request on; for a run that is over, they hold when
   * it is resumed.
   */
  'run.set-options': reply<undefined>().to(
    z.strictObject({ runId: runIdSchema, change: liveChangeSchema }),
  ),
  /**
   * Whether the pages of a template (host and shape of address) are rendered from now on; null: the evidence
   * decides, from the beginning. Only for a live run whose job renders where that is needed.
   */
  'run.overrule': reply<undefined>().to(
    z.strictObject({
      runId: runIdSchema,
      template: templateSchema,
      decision: z.enum(['always', 'never']).nullable(),
    }),
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
  /** How good the columns are so far; null for a run of a version that did not watch them. */
  'run.health': reply<readonly ColumnHealth[] | null>().to(run),
  'run.fields': reply<RunFields>().to(run),
  /** The outcome of every record of the run's list; null for a run of an older version. */
  'run.list': reply<RunList | null>().to(run),
  'run.delete': reply<undefined>().to(run),
  /** Newest first. With `job`: the runs of that job, and the runs of the command line with its name. */
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
  /** The page of a request as it was kept. */
  'results.page': reply<KeptPageView>().to(
    z.strictObject({ runId: runIdSchema, requestId: z.int().min(0) }),
  ),
  /**
   * The same page for showing it; not for the app's page. NOT_FOUND: it is not kept. BAD_INPUT: it is no HTML.
   */
  'results.source': reply<PageSource>().to(
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

  /** Opens the way of a log-in window: a proxy on this computer, by the rules and the proxies of the job. */
  'log-in.open': reply<{
    readonly id: number;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  }>().to(
    z.strictObject({
      /** The address that the person typed. */
      address: z.url({ protocol: /^https?$/ }).max(2000),
      options: optionsSchema.optional(),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  'log-in.close': reply<undefined>().to(z.strictObject({ id: z.int().min(1) })),

  /** What the addresses or names of hosts lead to, by themselves: a name is not looked up. */
  'address.kinds': reply<readonly ('public' | 'private' | 'metadata')[]>().to(
    z.strictObject({ hosts: z.array(z.string().min(1).max(500)).max(100) }),
  ),

  /** A newer analysis of the same `key` cancels the older one (error CANCELLED). */
  'input.analyze': reply<InputAnalysis>().to(
    z.strictObject({ key: z.string().min(1).max(200), input: inputSourceSchema }),
  ),
  'input.glance': reply<ListGlance>().to(z.strictObject({ input: inputSourceSchema })),

  /**
   * Fetches sitemaps, and writes the pages that they name into `file`: a table with the columns url, lastmod and
   * sitemap (see `sitemapListOptions`). BAD_INPUT: one of the sources is no sitemap or cannot be fetched. A newer
   * reading of the same `key` cancels the older one (error CANCELLED).
   */
  'sitemaps.read': reply<SitemapFindings>().to(
    z.strictObject({
      key: z.string().min(1).max(200),
      file: z.string().min(1),
      sources: z.array(sitemapSchema).min(1).max(100).readonly(),
      options: optionsSchema.optional(),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  'sitemaps.cancel': reply<undefined>().to(z.strictObject({ key: z.string().min(1).max(200) })),

  /**
   * Fetches a page for the preview and keeps it under `key` (the job); `refresh` fetches anew. NOT_FOUND: only a
   * kept page is wanted, and the run has none of this address.
   */
  'preview.fetch': reply<PreviewPage>().to(
    z.strictObject({
      key: previewKeySchema,
      url: z.string().max(100_000),
      options: optionsSchema.optional(),
      refresh: z.boolean(),
      /** The page whose link leads here: it reaches no more than a redirect of that page would. */
      ledBy: z.string().max(100_000).optional(),
      /** The page is kept for `pick.try` beside the one that is shown, which stays. */
      beside: z.boolean().optional(),
      kept: keptBySchema.optional(),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** Extracts from the page kept under `key`. Never fails for a bad selector: see `problem`. */
  'preview.extract': reply<PreviewResult>().to(extractRules.extend({ key: previewKeySchema })),
  /**
   * The page kept under `key`, for showing it; not for the app's page. BAD_INPUT: it is no HTML. NOT_FOUND: none
   * is kept.
   */
  'preview.source': reply<PageSource>().to(z.strictObject({ key: previewKeySchema })),
  /** A style, picture or font that the page kept under `key` refers to; FETCH_FAILED if it cannot be had. */
  'preview.resource': reply<PageResource>().to(
    z.strictObject({
      key: previewKeySchema,
      url: z
        .string()
        .max(100_000)
        .regex(/^https?:/i),
      kind: z.enum(resourceKinds),
    }),
  ),
  /** How pages will be read by these rules; null where they do not parse. Needs no page. */
  'preview.path': reply<ReadPath | null>().to(extractRules),
  /** The JSON that the page kept under `key` has fetched while it was rendered; empty once it is forgotten. */
  'preview.answers': reply<readonly DataAnswerInfo[]>().to(
    z.strictObject({ key: previewKeySchema }),
  ),
  /** Forgets them for all pages under `key`. */
  'preview.forget-answers': reply<undefined>().to(z.strictObject({ key: previewKeySchema })),
  'preview.suggest': reply<readonly Suggestion[]>().to(z.strictObject({ key: previewKeySchema })),
  /** Where a rule for the next page leads from the page kept under `key`, and what that page offers. */
  'preview.next': reply<PreviewNext>().to(
    z.strictObject({ key: previewKeySchema, next: nextSchema.optional() }),
  ),

  /** A field for an element of a kept page. The error BAD_INPUT says where the element is none of the page. */
  'pick.element': reply<ElementPick>().to(pickElementParams),
  /** The list that one or two elements are part of. */
  'pick.list': reply<ListPick>().to(pickListParams),
  /** What the fields find on kept pages, each selector by itself. */
  'pick.try': reply<readonly TriedPage[]>().to(pickTryParams),
  'pick.marks': reply<PickMarks>().to(pickMarksParams),
  /** Members of a value in a page that is JSON; BAD_INPUT: it is none. */
  'pick.members': reply<JsonMembers>().to(pickMembersParams),

  /** Measures; replies when it is over, stopped or failed included. One at a time (error BUSY). */
  'lab.start': reply<LabReport>().to(
    z.strictObject({
      plan: labPlanSchema(engineWorkloadSchema),
      secrets: runSecretsSchema.optional(),
    }),
  ),
  /** Replies when the measurement has stopped completely; the samples so far are in the report. */
  'lab.stop': reply<undefined>().to(z.strictObject({})),
  /** The current measurement, or the last one; null before the first. */
  'lab.report': reply<LabReport | null>().to(z.strictObject({})),
} as const;

export type EngineCommands = typeof engineCommands;
export type EngineCommand = keyof EngineCommands;
export type EngineParams<C extends EngineCommand> = Readonly<z.input<EngineCommands[C]['params']>>;
export type EngineReply<C extends EngineCommand> = EngineCommands[C]['reply'];

export type EngineEvent =
  | { readonly kind: 'run'; readonly snapshot: RunSnapshot }
  | { readonly kind: 'export'; readonly progress: ExportProgress }
  | { readonly kind: 'sitemaps'; readonly key: string; readonly progress: SitemapProgress }
  /** At most ten times a second. */
  | { readonly kind: 'lab'; readonly report: LabReport }
  | {
      readonly kind: 'input';
      readonly key: string;
      readonly lines: number;
      readonly bytes: number;
      readonly totalBytes: number;
    };

/** All functions of the engine as a library: the command line calls it directly, the window through a port. */
export interface EngineApi {
  call<C extends EngineCommand>(command: C, params: EngineParams<C>): Promise<EngineReply<C>>;
  onEvent(listener: (event: EngineEvent) => void): () => void;
  /** Stops every run with all finished work committed, and releases all resources. */
  close(): Promise<void>;
}
