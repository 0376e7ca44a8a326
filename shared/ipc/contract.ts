import { z } from 'zod';
import { type ExportProgress, exportOptionsSchema } from '../engine-protocol/export.ts';
import type { InputAnalysis, ListGlance } from '../engine-protocol/input.ts';
import { type LabReport, labKinds, labPlanSchema } from '../engine-protocol/lab.ts';
import { elementPathSchema } from '../engine-protocol/pick.ts';
import type { PreviewPage } from '../engine-protocol/preview.ts';
import {
  type EngineEvent,
  engineCommands,
  keptBySchema,
  runIdSchema,
} from '../engine-protocol/protocol.ts';
import { resultViewSchema } from '../engine-protocol/results.ts';
import type { RunSummary } from '../engine-protocol/run.ts';
import type { SitemapFindings } from '../engine-protocol/sitemaps.ts';
import type { EngineStatus } from '../engine-protocol/supervise-engine.ts';
import { listOptionsSchema } from '../job/list-options.ts';
import { sitemapSchema } from '../job/sitemaps.ts';
import {
  type JobListItem,
  jobIdSchema,
  jobPatchSchema,
  type LibraryJob,
  type ListFormat,
  type Settings,
  settingsSchema,
} from './job-library.ts';
import { labPictureSchema, pageWorkloadSchema } from './lab.ts';
import {
  type PageViewEvent,
  viewBoundsSchema,
  viewMarksSchema,
  viewModeSchema,
} from './page-view.ts';
import {
  openLoginSchema,
  proxyOfJobSchema,
  type SecretsSummary,
  setCookiesSchema,
  setProxyLoginsSchema,
} from './secrets.ts';

/**
 * The contract between the page and main: every command with its parser and the type of its reply, and every
 * event. Preload's allow-list, main's handlers and the page's client are derived from it; a command without a
 * parser does not compile. To add one: a line here, its name in names.ts, a handler in main; if one of them
 * is missing, the code does not compile.
 */
const reply = <Value>() => ({
  to: <Params extends z.ZodType>(params: Params) => ({
    params,
    reply: undefined as unknown as Value,
  }),
});
const nothing = z.strictObject({});
const job = z.strictObject({ jobId: jobIdSchema });
const keptRequest = z.strictObject({ runId: runIdSchema, requestId: z.int().min(0) });
const paste = z.strictObject({ pasteId: z.int().min(0) });

export const commands = {
  'jobs.list': reply<readonly JobListItem[]>().to(nothing),
  'jobs.get': reply<LibraryJob>().to(job),
  'jobs.create': reply<LibraryJob>().to(nothing),
  'jobs.save': reply<undefined>().to(z.strictObject({ jobId: jobIdSchema, patch: jobPatchSchema })),
  'jobs.duplicate': reply<LibraryJob>().to(job),
  /** Deleted jobs are kept aside until the app ends, so that a deletion can be undone. */
  'jobs.delete': reply<undefined>().to(job),
  'jobs.restore': reply<undefined>().to(job),
  /** Shows the file of a job in its folder, so that an unreadable one can be repaired. */
  'jobs.reveal': reply<undefined>().to(job),
  /** Opens a dialog for a job file; null when the person cancels. */
  'jobs.import': reply<LibraryJob | null>().to(nothing),
  /** Opens a save dialog; null when the person cancels. */
  'jobs.export': reply<{ readonly file: string } | null>().to(job),

  /** The list's text, about 1 MB at a time, cut at line ends. `next` is null at the end. */
  'list.read': reply<{ readonly text: string; readonly next: number | null }>().to(
    z.strictObject({ jobId: jobIdSchema, offset: z.int().min(0) }),
  ),
  /** Replaces the list piece by piece; the last piece puts the new text in place of the old. */
  'list.write': reply<undefined>().to(
    z.strictObject({
      jobId: jobIdSchema,
      writeId: z.string().min(1).max(100),
      piece: z.int().min(0),
      text: z.string().max(8_388_608),
      last: z.boolean(),
    }),
  ),
  /** Opens a file dialog and imports the file as the job's list; null when cancelled. */
  'list.open': reply<OpenedList | null>().to(job),
  /** Sent by preload only, with the path of a file that was really dropped on the window. */
  'list.drop': reply<
    ({ readonly kind: 'list' } & OpenedList) | { readonly kind: 'job'; readonly job: LibraryJob }
  >().to(z.strictObject({ jobId: jobIdSchema.nullable(), path: z.string().min(1).max(10_000) })),
  /** The reading of the list with these options. Options that are left out are decided by the content. */
  'list.glance': reply<ListGlance>().to(
    job.extend({
      options: listOptionsSchema.pick({ format: true, delimiter: true, header: true }),
    }),
  ),
  'list.analyze': reply<InputAnalysis>().to(job),

  /** Reads sitemaps and keeps what they name beside the job's list, for `sitemaps.take`. */
  'sitemaps.read': reply<SitemapFindings>().to(job.extend({ source: sitemapSchema })),
  /** Puts what was read last in place of the job's list. */
  'sitemaps.take': reply<OpenedList>().to(job),
  /** Stops the reading, and forgets what was read. */
  'sitemaps.leave': reply<undefined>().to(job),

  /**
   * Sent by preload only, while the person pastes: the pasted content, in pieces. The part that does not fit
   * the first piece waits in main for `paste.read`, until `paste.end` or the second paste after it.
   */
  'paste.take': reply<Pasted>().to(z.strictObject({ from: z.enum(['clipboard', 'selection']) })),
  'paste.read': reply<{ readonly text: string; readonly next: number | null }>().to(
    paste.extend({ offset: z.int().min(0) }),
  ),
  'paste.end': reply<undefined>().to(paste),

  'run.start': reply<{ readonly runId: string }>().to(job),
  /** Reads the kept pages of a run again, by the fields of the job as they are now. */
  'run.read-again': reply<{ readonly runId: string }>().to(job.extend({ runId: runIdSchema })),
  /** Secrets are never sent by the page: main adds them. */
  'run.resume': reply<undefined>().to(z.strictObject({ runId: runIdSchema })),
  'run.pause': engineCommands['run.pause'],
  'run.unpause': engineCommands['run.unpause'],
  'run.stop': engineCommands['run.stop'],
  'run.set-options': engineCommands['run.set-options'],
  'run.overrule': engineCommands['run.overrule'],
  'run.retry-failed': reply<{ readonly queued: number }>().to(
    engineCommands['run.retry-failed'].params.omit({ secrets: true }),
  ),
  'run.snapshot': engineCommands['run.snapshot'],
  'run.history': engineCommands['run.history'],
  'run.health': engineCommands['run.health'],
  'run.fields': engineCommands['run.fields'],
  'run.delete': engineCommands['run.delete'],
  'runs.list': reply<readonly RunSummary[]>().to(job),
  /**
   * Runs that the last session left unfinished and that were not stopped by the person: the ones to resume
   * now.
   */
  'runs.cut-off': reply<readonly CutOffRun[]>().to(nothing),

  'results.window': engineCommands['results.window'],
  'results.detail': engineCommands['results.detail'],
  'results.page': engineCommands['results.page'],
  /** Puts lines of a view on the clipboard as TSV. */
  'results.copy': reply<{ readonly lines: number; readonly cut: boolean }>().to(
    z.strictObject({
      runId: runIdSchema,
      view: resultViewSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(100_000),
    }),
  ),

  /** Opens a save dialog, then writes; null when the dialog is cancelled. Progress is sent as events. */
  'export.save': reply<ExportProgress | null>().to(
    z.strictObject({
      exportId: z.string().min(1).max(100),
      runId: runIdSchema,
      options: exportOptionsSchema,
    }),
  ),
  'export.cancel': engineCommands['export.cancel'],
  /** Shows a file in its folder; only files exported in this session. */
  'export.reveal': reply<undefined>().to(z.strictObject({ file: z.string().min(1) })),

  'preview.fetch': reply<PreviewPage>().to(
    z.strictObject({
      jobId: jobIdSchema,
      url: z.string().max(100_000),
      refresh: z.boolean(),
      beside: z.boolean().optional(),
      ledBy: z.string().max(100_000).optional(),
      kept: keptBySchema.optional(),
    }),
  ),
  'preview.extract': engineCommands['preview.extract'],
  'preview.path': engineCommands['preview.path'],
  'preview.suggest': engineCommands['preview.suggest'],
  'preview.answers': engineCommands['preview.answers'],
  'preview.forget-answers': engineCommands['preview.forget-answers'],
  'preview.next': engineCommands['preview.next'],

  'pick.element': engineCommands['pick.element'],
  'pick.list': engineCommands['pick.list'],
  'pick.try': engineCommands['pick.try'],
  'pick.marks': engineCommands['pick.marks'],
  'pick.members': engineCommands['pick.members'],

  /**
   * Shows the page of the job's preview in the page view, or that of a request as its run has kept it; it is seen
   * once it has a place.
   */
  'page-view.open': reply<{ readonly url: string }>().to(z.union([job, keptRequest])),
  /** Where the view is seen; null hides it. */
  'page-view.place': reply<undefined>().to(z.strictObject({ bounds: viewBoundsSchema.nullable() })),
  /** A JPEG of what the view shows; null where it shows nothing. */
  'page-view.picture': reply<Uint8Array | null>().to(nothing),
  'page-view.mode': reply<undefined>().to(z.strictObject({ mode: viewModeSchema })),
  'page-view.mark': reply<undefined>().to(z.strictObject({ marks: viewMarksSchema })),
  /** Brings an element of the page into sight. */
  'page-view.reveal': reply<undefined>().to(z.strictObject({ path: elementPathSchema })),
  /** Gives the view the keyboard; Esc in it brings the keyboard back. */
  'page-view.focus': reply<undefined>().to(nothing),
  'page-view.close': reply<undefined>().to(nothing),

  /**
   * Starts the sample site, or reads the list and the rules of the job; replies when the measurement is over.
   */
  'lab.start': reply<LabReport>().to(z.strictObject({ plan: labPlanSchema(pageWorkloadSchema) })),
  'lab.stop': engineCommands['lab.stop'],
  'lab.report': engineCommands['lab.report'],
  /** Opens a save dialog, then writes the table of the last measurement; null when cancelled. */
  'lab.save-table': reply<{ readonly file: string } | null>().to(
    z.strictObject({ kind: z.enum(labKinds) }),
  ),
  /** Opens a save dialog, then writes the picture that the page has drawn; null when cancelled. */
  'lab.save-picture': reply<{ readonly file: string } | null>().to(
    z.strictObject({ kind: z.enum(labKinds), png: labPictureSchema }),
  ),

  /**
   * Opens a window of the job to log in at a site, or shows the one that is open. Replies when it is closed:
   * whether the log-in was kept.
   */
  'login.open': reply<{ readonly kept: boolean }>().to(openLoginSchema),

  'secrets.summary': reply<SecretsSummary>().to(job),
  'secrets.set-cookies': reply<undefined>().to(setCookiesSchema),
  'secrets.clear-cookies': reply<undefined>().to(job),
  'secrets.set-proxy-logins': reply<undefined>().to(setProxyLoginsSchema),
  'secrets.clear-proxy-login': reply<undefined>().to(proxyOfJobSchema),

  'settings.get': reply<Settings>().to(nothing),
  'settings.set': reply<undefined>().to(settingsSchema),
  'app.info': reply<AppInfo>().to(nothing),
  /** Opens an http(s) address in the person's browser. */
  'app.open-external': reply<undefined>().to(z.strictObject({ url: z.string().max(100_000) })),
} as const;

export interface AppInfo {
  readonly version: string;
  readonly platform: string;
  readonly dataFolder: string;
}

/** The file that is the job's list now, and how it is read. */
export interface OpenedList {
  readonly glance: ListGlance;
  readonly listFormat: ListFormat;
}

/** The beginning of the pasted content; `next` is where the rest begins, null where there is none. */
export interface Pasted {
  readonly pasteId: number;
  readonly text: string;
  readonly next: number | null;
  /** The length of the whole content. */
  readonly chars: number;
}

/** The newest run of a job, which ended before its list did. */
export interface CutOffRun {
  readonly runId: string;
  readonly jobId: string;
  readonly jobName: string;
}

export type MenuAction =
  | 'new-job'
  | 'import-job'
  | 'export-job'
  | 'duplicate-job'
  | 'delete-job'
  | 'open-list'
  | 'primary' // Start, Pause or Resume: the label of the primary button
  | 'stop'
  | 'export-results'
  | 'settings'
  | 'lab'
  | 'tab-urls'
  | 'tab-fields'
  | 'tab-options'
  | 'tab-run';

/** Events from main to the page. */
export interface Events {
  readonly engine: EngineEvent;
  readonly 'engine-status': EngineStatus;
  readonly 'jobs-changed': { readonly jobs: readonly JobListItem[] };
  /** A job file was opened with Trawl (its icon, a second start) and is now this job, which the page shows. */
  readonly 'open-job': { readonly jobId: string };
  readonly menu: { readonly action: MenuAction };
  readonly 'page-view': PageViewEvent;
}

export type Commands = typeof commands;
export type Command = keyof Commands;
export type Params<C extends Command> = Readonly<z.input<Commands[C]['params']>>;
export type CommandReply<C extends Command> = Commands[C]['reply'];
export type EventName = keyof Events;
