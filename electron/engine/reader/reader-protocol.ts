import type { ColumnHealth } from '#shared/engine-protocol/column-health.ts';
import type { ExportOptions } from '#shared/engine-protocol/export.ts';
import type { RunList } from '#shared/engine-protocol/input.ts';
import type { PageSource } from '#shared/engine-protocol/preview.ts';
import type { KeptPageView, RequestDetail, ResultWindow } from '#shared/engine-protocol/results.ts';
import type {
  RunFields,
  RunHistory,
  RunSnapshot,
  RunSummary,
} from '#shared/engine-protocol/run.ts';
import type { Reply } from '#shared/errors/trawl-error.ts';
import type { ExportCount } from '../export/export-run.ts';
import type { FetchedPage } from '../ports/fetcher.ts';
import type { WantedPage } from '../ports/kept-page.ts';
import type { JobOfRuns } from '../store/run-summaries.ts';
import type { WindowQuery } from '../table/result-window.ts';
import type { TsvText } from './run-reader.ts';

/** The calls of a reader worker: parameters and value of each. */
export interface ReaderCalls {
  window: { params: { readonly file: string; readonly query: WindowQuery }; value: ResultWindow };
  tsv: { params: { readonly file: string; readonly query: WindowQuery }; value: TsvText };
  detail: {
    params: { readonly file: string; readonly requestId: number };
    value: RequestDetail;
  };
  page: {
    params: { readonly file: string; readonly requestId: number };
    value: KeptPageView;
  };
  source: {
    params: { readonly file: string; readonly requestId: number };
    value: PageSource;
  };
  'kept-page': {
    params: { readonly file: string; readonly wanted: WantedPage };
    value: FetchedPage | null;
  };
  health: { params: { readonly file: string }; value: readonly ColumnHealth[] | null };
  history: { params: { readonly file: string }; value: RunHistory };
  fields: { params: { readonly file: string }; value: RunFields };
  list: { params: { readonly file: string }; value: RunList | null };
  snapshot: { params: { readonly file: string }; value: RunSnapshot };
  summaries: {
    params: { readonly folder: string; readonly job: JobOfRuns | null };
    value: readonly RunSummary[];
  };
  release: { params: { readonly file: string }; value: undefined };
  export: {
    params: { readonly file: string; readonly to: string; readonly options: ExportOptions };
    value: ExportCount;
  };
}
export type ReaderCall = keyof ReaderCalls;

export type ToReader =
  | {
      readonly [C in ReaderCall]: {
        readonly kind: 'call';
        readonly id: number;
        readonly call: C;
        readonly params: ReaderCalls[C]['params'];
      };
    }[ReaderCall]
  | { readonly kind: 'cancel'; readonly id: number };

export type FromReader =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'progress'; readonly id: number; readonly count: ExportCount };
