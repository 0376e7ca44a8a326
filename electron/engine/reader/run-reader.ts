import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { RunList } from '#shared/engine-protocol/input.ts';
import type { RequestDetail, ResultWindow } from '#shared/engine-protocol/results.ts';
import type { RunFields, RunHistory, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { columnHealth, noColumn } from '../core/health/column-watch.ts';
import { readHealth } from '../store/health-table.ts';
import { openRunForReading } from '../store/open-for-reading.ts';
import { readHistory } from '../store/run-history.ts';
import { readList, readMeta } from '../store/run-meta.ts';
import { readColumns } from '../store/schema.ts';
import { readStoredSnapshot } from '../store/stored-snapshot.ts';
import { readDetail } from '../table/result-detail.ts';
import { ResultViews } from '../table/result-views.ts';
import {
  type ResultSource,
  readTsv,
  readWindow,
  type WindowQuery,
} from '../table/result-window.ts';

export interface TsvText {
  readonly text: string;
  readonly lines: number;
  readonly cut: boolean;
}

/** The reading side of one run's file, synchronous; `reader.ts` runs it outside the fetch loop. */
export class RunReader {
  readonly #source: ResultSource;

  /** @throws TrawlError NOT_FOUND or FILE_ERROR */
  constructor(file: string, now: () => number = Date.now) {
    const db = openRunForReading(file);
    const columns = readColumns(db);
    this.#source = { db, columns, views: new ResultViews(db, columns, now) };
  }

  window(query: WindowQuery): ResultWindow {
    return readWindow(this.#source, query);
  }

  tsv(query: WindowQuery): TsvText {
    return readTsv(this.#source, query);
  }

  detail(requestId: number): RequestDetail {
    return readDetail(this.#source.db, this.#source.columns, requestId);
  }

  history(): RunHistory {
    return readHistory(this.#source.db, readMeta(this.#source.db).createdMs);
  }

  /** Null for a run of a version that did not watch its columns. */
  health(): readonly ColumnHealth[] | null {
    const { db } = this.#source;
    const health = readHealth(db);
    if (health === null) return null;
    const { rules, tallies } = readMeta(db);
    return rules.fields.map((field, at) =>
      columnHealth(field, health.columns[at] ?? noColumn, tallies[at]),
    );
  }

  fields(): RunFields {
    const { rules, readsFrom, counts } = readMeta(this.#source.db);
    const { each = null, fields } = rules;
    return { each, fields, hasPages: readsFrom !== null || counts.pagesKept > 0 };
  }

  list(): RunList | null {
    return readList(this.#source.db);
  }

  snapshot(): RunSnapshot {
    return readStoredSnapshot(this.#source.db);
  }

  close(): void {
    this.#source.db.close();
  }
}
