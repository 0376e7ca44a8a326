import { z } from 'zod';
import type { Failure } from '../errors/error-codes.ts';
import type { ColumnType } from '../values/value-type.ts';
import { type RequestState, requestStates } from './run.ts';

/** Rows in which a field is empty, or has a text where its type is no text, or this value, or one that begins with it. */
export const columnFilterSchema = z.strictObject({
  /** The field by its name. */
  field: z.string().max(1100),
  is: z.enum(['empty', 'misfit', 'value', 'beginning']),
  /** Empty for `empty` and `misfit`. */
  value: z.string().max(1000),
});
export type ColumnFilter = Readonly<z.infer<typeof columnFilterSchema>>;

/**
 * The grid's view of a run. A line is one extracted row, or a failed or empty request. Without a sort the
 * lines are in the order in which they were finished.
 */
export const resultViewSchema = z.strictObject({
  sort: z
    .strictObject({
      /** A field or carried column by its name, or one of the fixed columns with a leading `$`. */
      column: z.string().max(1100),
      descending: z.boolean(),
    })
    .nullable(),
  filter: z.strictObject({
    /** Keeps lines that hold this text in any column (case-insensitive); empty: all. */
    text: z.string().max(1000),
    /** Keeps lines whose request is in this state; null: all. */
    state: z.enum(requestStates).nullable(),
    /** Keeps failed lines of this error code; null: all. */
    errorCode: z.string().max(50).nullable(),
    /** Keeps rows of done pages by what one field has; absent: all. */
    column: columnFilterSchema.optional(),
  }),
});
export type ResultView = Readonly<z.infer<typeof resultViewSchema>>;

/** The fixed columns that a view can sort by. */
export const fixedColumns = [
  '$url',
  '$status',
  '$final_url',
  '$error',
  '$place',
  '$ms',
  '$bytes',
] as const;
export type FixedColumn = (typeof fixedColumns)[number];

export interface ResultColumns {
  /** Names of the carried input columns, in their order. */
  readonly carried: readonly string[];
  /** Names of the fields, in their order. */
  readonly fields: readonly string[];
  /** The names that the job has for each of `fields`. */
  readonly jobNames: readonly string[];
  /** What the values of each of `fields` are. */
  readonly types: readonly ColumnType[];
}

export interface ResultLine {
  readonly lineId: number;
  readonly requestId: number;
  /** Place in the input list, from 1. */
  readonly place: number;
  readonly url: string;
  readonly state: RequestState;
  readonly status: number | null;
  readonly finalUrl: string | null;
  readonly error: string | null;
  readonly ms: number | null;
  readonly bytes: number | null;
  /** Carried columns, then fields. Each value is cut at 1,000 characters; the detail holds the whole value. */
  readonly cells: readonly string[];
}

export interface ResultWindow {
  readonly columns: ResultColumns;
  /** The run is over: no line is added any more. */
  readonly finished: boolean;
  /** Lines in the whole view. */
  readonly total: number;
  readonly offset: number;
  readonly lines: readonly ResultLine[];
}

export interface RedirectHop {
  readonly status: number;
  readonly from: string;
  readonly to: string;
  /** The page redirects by its `Refresh` header or a `<meta>` tag. Absent for an HTTP redirect. */
  readonly refresh?: 'header' | 'meta';
}

/**
 * Irregularities of an answer that was accepted nevertheless. EMPTY: a page without a single byte.
 * TLS_IGNORED: its certificate is wrong, and the job says to ignore that. CODING_IGNORED: it was not
 * compressed as its header said, or had bytes behind the end. UNENDED: it came twice in chunks without the
 * last one, so that its end may be missing. RENDER_CAP: the time limit came before the rendered page was
 * ready, and the page was taken as it was then.
 */
export const requestNotes = [
  'EMPTY',
  'TLS_IGNORED',
  'CODING_IGNORED',
  'UNENDED',
  'RENDER_CAP',
] as const;
export type RequestNote = (typeof requestNotes)[number];

/** All data of one request. */
export interface RequestDetail {
  readonly requestId: number;
  readonly place: number;
  readonly url: string;
  /** The URL as it is fetched, where it differs from the pasted text. */
  readonly fetchUrl: string;
  readonly state: RequestState;
  readonly attempts: number;
  readonly status: number | null;
  readonly finalUrl: string | null;
  readonly failure: Pick<Failure, 'code' | 'message'> | null;
  readonly redirects: readonly RedirectHop[];
  readonly contentType: string | null;
  readonly encoding: string | null;
  /** The page was rendered in a browser window, or its rendering failed. */
  readonly inBrowser: boolean;
  readonly bytes: number | null;
  readonly notes: readonly RequestNote[];
  /** The title of a page that failed by its status, or how its text begins; null where it has none. */
  readonly said: string | null;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly times: RequestTimes | null;
  readonly carried: readonly { readonly name: string; readonly value: string }[];
  /** One list of field values per row. */
  readonly rows: readonly (readonly { readonly name: string; readonly value: string }[])[];
  /** Set for a duplicate: the place of the line that was fetched instead. */
  readonly duplicateOfPlace: number | null;
}

/** Durations in milliseconds, of the attempt that gave the outcome. */
export interface RequestTimes {
  /** From the start to the first byte of the last answer's headers. */
  readonly headersMs: number;
  /** From those headers to the last byte. */
  readonly bodyMs: number;
  /** Decoding and extracting, including the wait for a worker. */
  readonly extractMs: number;
}

/** The page of a request as it was kept, or a phrase that says why it is not there. */
export type KeptPageView =
  | {
      readonly kind: 'kept';
      readonly url: string;
      readonly status: number;
      /** Names and values, in their order. */
      readonly headers: readonly (readonly [string, string])[];
      /** Unix time. */
      readonly answeredAtMs: number;
      readonly isRendered: boolean;
      /** As text; null for a page that is none, such as a picture. */
      readonly source: string | null;
      /** Only the beginning of the source is here. */
      readonly isCut: boolean;
    }
  | { readonly kind: 'not-kept'; readonly reason: string };
