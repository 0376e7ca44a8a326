import { existsSync } from 'node:fs';
import type { ListReading } from '#shared/engine-protocol/input.ts';
import type { PausedBy, RunPages, RunState } from '#shared/engine-protocol/run.ts';
import type { RunChains } from '#shared/engine-protocol/run-chains.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { resolveOptions } from '#shared/job/defaults.ts';
import type { JobRules } from '#shared/job/job.ts';
import { type LiveChange, withChange } from '#shared/job/live-options.ts';
import { valueRuleOf } from '#shared/job/v2/value-keys.ts';
import type { Way } from '#shared/job/way.ts';
import { noAccount } from '#shared/list-account.ts';
import type { ColumnTally } from '#shared/values/column-form.ts';
import type { ValueRule } from '#shared/values/value-type.ts';
import { PageFile, pageFileOf } from '../pages/page-file.ts';
import type { InputBatch } from '../ports/input-reader.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { QueuedRequest, SourceHost } from '../ports/request-source.ts';
import type {
  Growth,
  HostCounts,
  RunLedger,
  RunTotals,
  UnreadValues,
} from '../ports/run-ledger.ts';
import type { StoredHealth } from '../ports/stored-health.ts';
import type { StoredTemplate } from '../ports/stored-template.ts';
import { fieldColumns, type RunColumns } from './column-names.ts';
import { CookieTable } from './cookie-table.ts';
import { FilePlace } from './file-place.ts';
import { FlightJournal, readJournal } from './flight-journal.ts';
import { readHealth, readValues, writeHealth } from './health-table.ts';
import { endOfPages, KeptPages, pagesOf } from './kept-pages.ts';
import { OutcomeWriter } from './outcome-writer.ts';
import { keepPrivate } from './private-file.ts';
import { readQueued } from './queued-request.ts';
import { RequestWriter } from './request-writer.ts';
import { requeueFailed } from './requeue.ts';
import { RunGrowth } from './run-growth.ts';
import { lockRun, type RunLock } from './run-lock.ts';
import {
  chainsOf,
  type DraftCounts,
  noCounts,
  type RunMeta,
  readMeta,
  type StoredCounts,
  writeMeta,
} from './run-meta.ts';
import { readHostCounts, readTotals } from './run-totals.ts';
import { checkVersion, columnsOf, migrate, readColumns } from './schema.ts';
import { Sqlite } from './sqlite.ts';
import { unreadOf } from './stored-warnings.ts';
import { judge, suspectHosts, takeSuspects } from './suspects.ts';
import { readTemplates, writeTemplates } from './template-table.ts';

export interface NewRun {
  readonly runId: string;
  /** Null for a run of the command line. */
  readonly jobId: string | null;
  readonly rules: JobRules;
  /** See `RunMeta`. */
  readonly readsFrom?: string | null;
  /** See `RunMeta`. */
  readonly grows?: boolean;
  /** Names of the carried input columns, in their order. */
  readonly carried: readonly string[];
  readonly reading: ListReading;
  readonly patternsOn: boolean;
  readonly concurrency: number;
  readonly createdMs: number;
}

const noGrowth: Growth = { found: 0, newHosts: 0, hosts: [] };

/** The number of notes on partly used records that a run keeps. */
const mostNotes = 5;

/**
 * Creates the file of a run, locked for this process and in the state `importing`.
 *
 * @throws TrawlError BUSY, DISK_FULL, READ_ONLY or FILE_ERROR
 */
export function createRunFile(file: string, run: NewRun): RunFile {
  if (existsSync(file)) throw new TrawlError('FILE_ERROR', 'There is a run of this name already.');
  return open(file, (db) => {
    const fields = fieldColumns(run.rules.fields);
    const { carried, reading, patternsOn, ...known } = run;
    const list = { reading, patternsOn, account: noAccount, partlyUsed: [] };
    const importing = { done: false, lines: 0, bytes: 0, totalBytes: 0 };
    const state = {
      state: 'importing',
      stateReason: null,
      pausedBy: null,
      finishedMs: null,
      elapsedMs: 0,
    } as const;
    migrate(db, columnsOf(carried, fields), () =>
      writeMeta(db, {
        readsFrom: null,
        grows: false,
        ...known,
        ...state,
        list,
        importing,
        counts: noCounts,
        suspects: [],
        plainKinds: [],
        tallies: [],
      }),
    );
  });
}

/**
 * Opens the file of a run to resume it. Requests that were under way when its last owner ended are still
 * queued, since their start is never written.
 *
 * @throws TrawlError NOT_FOUND if there is none, BUSY if another owner lives, FILE_ERROR if it cannot be
 *   read
 */
export function openRunFile(file: string): RunFile {
  if (!existsSync(file)) throw new TrawlError('NOT_FOUND', 'This run is not there any more.');
  return open(file, (db) => {
    checkVersion(db);
    migrate(db, readColumns(db));
  });
}

function open(file: string, prepare: (db: Sqlite) => void): RunFile {
  const lock = lockRun(file);
  let db: Sqlite | undefined;
  try {
    keepPrivate(file);
    db = new Sqlite(file);
    // NORMAL: a commit survives the death of the process, however it dies. After a power loss the last
    // commits may be missing, but the rest is complete; those requests are fetched again.
    db.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
      PRAGMA cache_size = -16384; PRAGMA journal_size_limit = 16777216`);
    prepare(db);
    return new RunFile(db, lock);
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

/** The writing side of a run's file: one SQLite database, one owner. Every method is a transaction. */
export class RunFile implements RunLedger {
  readonly file: string;
  readonly columns: RunColumns;
  readonly cookies: CookieTable;
  readonly #db: Sqlite;
  readonly #lock: RunLock;
  readonly #place: FilePlace;
  readonly #rules: readonly ValueRule[];
  readonly #writer: OutcomeWriter;
  readonly #pages: KeptPages;
  #meta: RunMeta;
  /** Exists while the list is read, and in a run that grows. */
  #requests: RequestWriter | undefined;
  #journal: FlightJournal | undefined;
  #isOpen = true;

  constructor(db: Sqlite, lock: RunLock) {
    this.file = db.file;
    this.#db = db;
    this.#lock = lock;
    this.#place = new FilePlace(db.file);
    this.#meta = readMeta(db);
    this.columns = readColumns(db);
    this.cookies = new CookieTable(db);
    this.#rules = this.#meta.rules.fields.map(valueRuleOf);
    this.#writer = new OutcomeWriter(db, this.columns, this.#rules);
    const { keepPagesMaxMb } = resolveOptions(this.#meta.rules.options);
    const pages = new PageFile(pageFileOf(db.file), endOfPages(db));
    this.#pages = new KeptPages(db, pages, keepPagesMaxMb * 1_048_576);
  }

  /** The stored data about the run as a whole; `state` may still be that of an owner that was killed. */
  get meta(): RunMeta {
    return this.#meta;
  }

  counts(): StoredCounts {
    return this.#meta.counts;
  }

  imported(): number {
    const { queued, done, failed, skipped, found } = this.#meta.counts;
    return queued + done + failed + skipped - found;
  }

  totals(): RunTotals {
    return readTotals(this.#db, this.#meta.counts);
  }

  hostCounts(hostId: number): HostCounts {
    return readHostCounts(this.#db, hostId);
  }

  get suspects(): number {
    return this.#meta.suspects.length;
  }

  /**
   * The last owner of the run crashed: the requests that were under way are suspected. To be called before
   * any request is started again.
   */
  suspect(): void {
    const { suspects, guilty } = judge(
      this.#db,
      readJournal(this.file),
      this.#meta.suspects,
      Date.now(),
    );
    this.#change(
      (draft) => {
        if (guilty !== null) this.#grow(this.#write([guilty], draft), draft.counts);
      },
      { suspects: [...suspects] },
    );
  }

  get plainKinds(): readonly string[] {
    return this.#meta.plainKinds;
  }

  keepPlainKind(kind: string): void {
    this.#store({ plainKinds: [...this.#meta.plainKinds, kind] });
  }

  acquit(): void {
    this.#store({ suspects: [] });
  }

  started(requestId: number): void {
    this.#journal ??= new FlightJournal(this.file);
    this.#journal.started(requestId);
  }

  ended(requestId: number): void {
    this.#journal?.ended(requestId);
  }

  hosts(afterHostId: number, limit: number): readonly SourceHost[] {
    const { suspects } = this.#meta;
    if (suspects.length > 0) return suspectHosts(this.#db, suspects, afterHostId, limit);
    return this.#db
      .prepare<[number, string]>(
        'SELECT id, key FROM hosts WHERE id > ? AND queued > 0 ORDER BY id LIMIT ?',
      )
      .all([afterHostId, limit])
      .map(([id, key]) => ({ id, key }));
  }

  take(hostId: number, afterId: number, limit: number): readonly QueuedRequest[] {
    const { suspects } = this.#meta;
    if (suspects.length > 0) return takeSuspects(this.#db, suspects, hostId, afterId, limit);
    return readQueued(this.#db, hostId, limit, 'requests.id > ?', [afterId]);
  }

  /** Adds the next piece of the list. After an interruption, continue after the number of items in `counts`. */
  import(batch: InputBatch): void {
    const { items, account, lines, bytes, totalBytes } = batch;
    const { list } = this.#meta;
    const partlyUsed = [...(list?.partlyUsed ?? []), ...batch.partlyUsed].slice(0, mostNotes);
    const writer = this.#writerOfRequests();
    try {
      this.#change(({ counts }) => writer.addItems(items, counts), {
        importing: { done: false, lines, bytes, totalBytes },
        list: list && { ...list, account, partlyUsed },
      });
    } catch (error) {
      // It knows requests now that the file does not have.
      this.#requests = undefined;
      throw error;
    }
  }

  /** The whole list is in the file. */
  importDone(): void {
    if (!this.#meta.grows) this.#requests = undefined;
    this.#store({ importing: { ...this.#meta.importing, done: true } });
  }

  commit(
    outcomes: readonly Outcome[],
    elapsedMs = this.#meta.elapsedMs,
    templates: readonly StoredTemplate[] = [],
    health: StoredHealth | null = null,
  ): Growth {
    const pages = this.#pages.append(outcomes);
    try {
      return this.#change(
        (draft) => {
          const settled = this.#write(outcomes, draft);
          this.#pages.write(settled, pages, draft.counts);
          writeTemplates(this.#db, templates);
          if (health !== null) writeHealth(this.#db, health);
          return this.#grow(settled, draft.counts);
        },
        { elapsedMs },
      );
    } catch (error) {
      this.#pages.takeBack();
      this.#requests = undefined;
      throw error;
    }
  }

  chains(): RunChains | null {
    return chainsOf(this.#meta);
  }

  pages(): RunPages | null {
    return pagesOf(this.#meta.counts, this.#pages.bytes);
  }

  templates(): readonly StoredTemplate[] {
    return readTemplates(this.#db);
  }

  health(): StoredHealth | null {
    return readHealth(this.#db);
  }

  unread(): readonly UnreadValues[] {
    return unreadOf(this.#rules, this.#meta.tallies);
  }

  valuesOf(field: number): Iterable<string> {
    const own = this.columns.fields.filter(({ type }) => type !== 'currency');
    return readValues(this.#db, field, own[field]);
  }

  /**
   * Queues failed requests again: all, or those of one error code. Lines that are no URL stay failed.
   * Returns how many.
   */
  requeueFailed(errorCode: ErrorCode | null): number {
    return this.#change(({ counts }) => requeueFailed(this.#db, errorCode, counts));
  }

  setState(
    state: RunState,
    stateReason: string | null,
    elapsedMs: number,
    pausedBy: PausedBy | null = null,
  ): void {
    const isOver = state === 'finished' || state === 'stopped' || state === 'halted';
    const finishedMs = isOver ? Date.now() : null;
    this.#store({ state, stateReason, pausedBy, elapsedMs, finishedMs });
  }

  /**
   * Stores new values of options.
   *
   * @param way the run's way; the concurrency of a sequential run does not change
   * @returns the changes that the run takes
   */
  setOptions(way: 'auto' | Way, change: LiveChange): LiveChange {
    const { concurrency, ...others } = change;
    const taken: LiveChange = way === 'sequential' ? others : change;
    const { rules } = this.#meta;
    this.#store({
      rules: { ...rules, options: withChange(rules.options, taken) },
      ...(taken.concurrency !== undefined && { concurrency: taken.concurrency }),
    });
    return taken;
  }

  /** Writes all data into the one file, and releases the run for another owner. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.#db.close();
      this.#pages.close();
      this.#journal?.close();
      this.#lock.release();
    }
  }

  #store(values: Partial<RunMeta>): void {
    this.#place.check();
    this.#db.transaction(() => writeMeta(this.#db, values));
    this.#meta = { ...this.#meta, ...values };
  }

  #grow(settled: readonly Outcome[], counts: DraftCounts): Growth {
    if (!this.#meta.grows) return noGrowth;
    const writer = this.#writerOfRequests();
    new RunGrowth(this.#db, this.columns, writer, this.#meta.rules).add(settled, counts);
    return writer.takeGrowth();
  }

  /** The keys of the requests are read anew where a run is resumed. */
  #writerOfRequests(): RequestWriter {
    this.#requests ??= new RequestWriter(this.#db, this.columns, this.#meta.grows);
    return this.#requests;
  }

  /** Returns the outcomes that count. */
  #write(outcomes: readonly Outcome[], draft: Draft): readonly Outcome[] {
    const { settled, tallies } = this.#writer.write(outcomes, draft.counts, draft.tallies);
    draft.tallies = tallies;
    return settled;
  }

  #change<T>(work: (draft: Draft) => T, more: Partial<RunMeta> = {}): T {
    this.#place.check();
    const { counts, tallies } = this.#meta;
    const draft: Draft = { counts: { ...counts }, tallies };
    let values: Partial<RunMeta> = {};
    const result = this.#db.transaction(() => {
      const value = work(draft);
      values = { ...more, counts: draft.counts };
      if (draft.tallies !== tallies) values = { ...values, tallies: draft.tallies };
      writeMeta(this.#db, values);
      return value;
    });
    this.#meta = { ...this.#meta, ...values };
    return result;
  }
}

/** What a change of the file counts anew; it is stored in the same transaction. */
interface Draft {
  readonly counts: DraftCounts;
  tallies: readonly ColumnTally[];
}
