import { z } from 'zod';
import { type RunList, runListSchema } from '#shared/engine-protocol/input.ts';
import { pausers, type RunState, runStates } from '#shared/engine-protocol/run.ts';
import { chainEnds, type RunChains } from '#shared/engine-protocol/run-chains.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobRules } from '#shared/job/job.ts';
import type { ColumnTally } from '#shared/values/column-form.ts';
import type { Sqlite } from './sqlite.ts';
import { readRules, rulesForm } from './stored-rules.ts';

const count = z.int().min(0);

const countsSchema = z.strictObject({
  queued: count,
  done: count,
  failed: count,
  skipped: count,
  /** Extracted rows. */
  rows: count,
  /** Lines of `rows`, including those for failed and empty requests. */
  lines: count,
  /** Rises when lines are deleted; otherwise, lines are only ever added. */
  generation: count,
  /** Body bytes over the network, and tries after the first, both including those of retried requests. */
  bytes: count,
  retries: count,
  /** Finished requests whose page was rendered; files of older versions do not contain it. */
  inBrowser: count.default(0),
  /** See `RunPages`; files of older versions do not contain them. */
  pagesKept: count.default(0),
  pagesBeyondLimit: count.default(0),
  pagesWithoutRoom: count.default(0),
  pagesTooLarge: count.default(0),
  /** Requests that pages of the run led to; files of older versions do not contain it. */
  found: count.default(0),
  /** See `RunChains`; files of older versions do not contain it. */
  ends: z.partialRecord(z.enum(chainEnds), count).readonly().default({}),
});
/** Written in the transaction that changes them, so that they equal a COUNT at any moment. */
export type StoredCounts = Readonly<z.infer<typeof countsSchema>>;

/** The counts during a change, inside a transaction. */
export type DraftCounts = { -readonly [K in keyof StoredCounts]: StoredCounts[K] };

export const noCounts: StoredCounts = {
  queued: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  rows: 0,
  lines: 0,
  generation: 0,
  bytes: 0,
  retries: 0,
  inBrowser: 0,
  pagesKept: 0,
  pagesBeyondLimit: 0,
  pagesWithoutRoom: 0,
  pagesTooLarge: 0,
  found: 0,
  ends: {},
};

const numbers = z.record(z.string(), count);
const tallySchema = z.strictObject({
  read: count,
  misfits: count,
  ambiguous: count,
  shown: numbers,
  languages: numbers,
  wholes: numbers,
}) satisfies z.ZodType<ColumnTally>;

const metaSchema = z.object({
  runId: z.string(),
  jobId: z.string().nullable(),
  rules: z.unknown(),
  /** The run whose kept pages this one reads again; null for one that fetches. */
  readsFrom: z.string().nullable().default(null),
  /** Pages of the run lead to others; files of older versions do not contain it. */
  grows: z.boolean().default(false),
  /** The form of `rules`; files of older versions do not contain it and have the first form. */
  rulesForm: z.int().min(1).default(1),
  createdMs: z.number(),
  finishedMs: z.number().nullable(),
  elapsedMs: z.number(),
  concurrency: z.int(),
  state: z.enum(runStates),
  stateReason: z.string().nullable(),
  /** For a paused run; files of older versions do not contain it. */
  pausedBy: z.enum(pausers).nullable().default(null),
  /** The part of the list that was read into the run; the items so far are in `requests`. */
  importing: z.strictObject({
    done: z.boolean(),
    lines: count,
    bytes: count,
    totalBytes: count,
  }),
  /**
   * The settings for reading the list, and counts of its records; files of older versions do not contain
   * it.
   */
  list: runListSchema.nullable().default(null),
  counts: countsSchema,
  /** Requests that were under way when the engine crashed; files of older versions do not contain it. */
  suspects: z.array(count).default([]),
  /** See `RunLedger`; files of older versions do not contain it. */
  plainKinds: z.array(z.string()).default([]),
  /** What the values of each field have shown so far; files of older versions do not contain it. */
  tallies: z.array(tallySchema).readonly().default([]),
});
/** The data about a run as a whole: the table `meta`, one JSON value a key. */
export type RunMeta = Readonly<Omit<z.infer<typeof metaSchema>, 'rules' | 'rulesForm'>> & {
  readonly rules: JobRules;
};

export function readMeta(db: Sqlite): RunMeta {
  const entries = db.prepare<[string, string]>('SELECT key, value FROM meta').all();
  try {
    const { rules, rulesForm, ...meta } = metaSchema.parse(
      Object.fromEntries(entries.map(([key, value]) => [key, JSON.parse(value)])),
    );
    return { ...meta, rules: readRules(rules, rulesForm) };
  } catch (error) {
    if (error instanceof TrawlError) throw error;
    throw new TrawlError('FILE_ERROR', 'This run is damaged and cannot be opened.', {
      cause: error,
    });
  }
}

/** Null for a run whose pages lead to no others. */
export function chainsOf({
  grows,
  counts: { found, ends },
}: Pick<RunMeta, 'grows' | 'counts'>): RunChains | null {
  return grows ? { found, ends } : null;
}

/** The counts alone, which readers of a live run request again and again. */
export function readCounts(db: Sqlite): StoredCounts {
  const [value] = db.prepare<[string]>("SELECT value FROM meta WHERE key = 'counts'").get() ?? [];
  return value === undefined ? noCounts : (JSON.parse(value) as StoredCounts);
}

export function readList(db: Sqlite): RunList | null {
  const [value] = db.prepare<[string]>("SELECT value FROM meta WHERE key = 'list'").get() ?? [];
  return value === undefined ? null : runListSchema.nullable().parse(JSON.parse(value));
}

/** The state that the owner wrote; see `actualState`. */
export function readStoredState(db: Sqlite): RunState | null {
  const [value] = db.prepare<[string]>("SELECT value FROM meta WHERE key = 'state'").get() ?? [];
  return value === undefined ? null : (JSON.parse(value) as RunState);
}

export function writeMeta(db: Sqlite, values: Partial<RunMeta>): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
  const stored = values.rules === undefined ? values : { ...values, rulesForm };
  for (const [key, value] of Object.entries(stored)) put.run([key, JSON.stringify(value)]);
}

const ownedStates: readonly RunState[] = ['importing', 'running', 'paused'];

/**
 * The actual state: a run whose stored state is live, but whose owner is gone, was interrupted, or stopped if
 * that had begun.
 */
export function actualState(stored: RunState, isOwned: () => boolean): RunState {
  if (stored === 'stopping' && !isOwned()) return 'stopped';
  return ownedStates.includes(stored) && !isOwned() ? 'interrupted' : stored;
}
