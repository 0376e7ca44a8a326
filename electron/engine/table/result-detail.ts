import type { RedirectHop, RequestDetail, RequestNote } from '#shared/engine-protocol/results.ts';
import type { RequestState } from '#shared/engine-protocol/run.ts';
import type { ErrorCode } from '#shared/errors/error-codes.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { NamedColumn, RunColumns } from '../store/column-names.ts';
import {
  checkVersion,
  versionWithAnswers,
  versionWithNotes,
  versionWithRendering,
} from '../store/schema.ts';
import { quoteName, type Sqlite, type SqlRow } from '../store/sqlite.ts';

/**
 * All data of a request. A duplicate shows the data of the request that is fetched instead of it.
 *
 * @throws TrawlError NOT_FOUND
 */
export function readDetail(db: Sqlite, columns: RunColumns, requestId: number): RequestDetail {
  const place = db
    .prepare<[number, string, string, number | null, number | null]>(
      `SELECT line, text, state, duplicate_of,
        (SELECT first.line FROM requests AS first WHERE first.id = requests.duplicate_of)
      FROM requests WHERE id = ?`,
    )
    .get([requestId]);
  if (!place) throw new TrawlError('NOT_FOUND', 'This line is not there any more.');
  const [line, url, state, duplicateOf, duplicateOfPlace] = place;
  const fetchedId = duplicateOf ?? requestId;
  const fetched = db.prepare<Fetched>(fetchedSql).get([fetchedId]);
  if (!fetched) throw new TrawlError('NOT_FOUND', 'This line is not there any more.');
  const [fetchUrl, attempts, status, finalUrl, code, message, redirects, contentType, encoding] =
    fetched;
  const [bytes, startedAtMs, finishedAtMs, headersMs, bodyMs, extractMs] = fetched.slice(9) as (
    | number
    | null
  )[];
  return {
    requestId,
    place: line,
    url,
    fetchUrl,
    state: state as RequestState,
    attempts,
    status,
    finalUrl,
    failure: code === null ? null : { code: code as ErrorCode, message: message ?? '' },
    redirects: redirects === null ? [] : (JSON.parse(redirects) as RedirectHop[]),
    contentType,
    encoding,
    inBrowser: readInBrowser(db, fetchedId),
    bytes: bytes ?? null,
    notes: readNotes(db, fetchedId),
    said: readSaid(db, fetchedId),
    startedAtMs: startedAtMs ?? null,
    finishedAtMs: finishedAtMs ?? null,
    times: headersMs == null ? null : { headersMs, bodyMs: bodyMs ?? 0, extractMs: extractMs ?? 0 },
    carried: readCarried(db, columns.carried, requestId),
    rows: readRows(db, columns.fields, fetchedId),
    duplicateOfPlace,
  };
}

type Fetched = readonly [
  fetchUrl: string,
  attempts: number,
  status: number | null,
  finalUrl: string | null,
  code: string | null,
  message: string | null,
  redirects: string | null,
  contentType: string | null,
  encoding: string | null,
  ...numbers: (number | null)[],
];

const fetchedSql = `
  SELECT coalesce(url, text), attempts, status, final_url, error_code, error_message, redirects,
    content_type, encoding, bytes, started_ms, finished_ms, headers_ms, body_ms, extract_ms
  FROM requests WHERE id = ?`;

/** A file of an older version has no notes and is read unchanged: only its owner upgrades it. */
function readNotes(db: Sqlite, id: number): readonly RequestNote[] {
  if (checkVersion(db) < versionWithNotes) return [];
  const [notes] =
    db.prepare<[string | null]>('SELECT notes FROM requests WHERE id = ?').get([id]) ?? [];
  return notes == null ? [] : (JSON.parse(notes) as RequestNote[]);
}

function readInBrowser(db: Sqlite, id: number): boolean {
  if (checkVersion(db) < versionWithRendering) return false;
  const got = db.prepare<[string | null]>('SELECT got FROM requests WHERE id = ?').get([id]);
  return got?.[0] === 'browser';
}

function readSaid(db: Sqlite, id: number): string | null {
  if (checkVersion(db) < versionWithAnswers) return null;
  const found = db.prepare<[string]>('SELECT said FROM answers WHERE request_id = ?').get([id]);
  return found?.[0] ?? null;
}

function readCarried(db: Sqlite, carried: readonly NamedColumn[], id: number) {
  if (carried.length === 0) return [];
  const names = carried.map(({ column }) => quoteName(column));
  const values = db.prepare(`SELECT ${names} FROM requests WHERE id = ?`).get([id]);
  return named(carried, values ?? []);
}

function readRows(db: Sqlite, fields: readonly NamedColumn[], id: number) {
  const names = ['number', ...fields.map(({ column }) => quoteName(column))];
  return db
    .prepare(`SELECT ${names} FROM rows WHERE request_id = ? AND number > 0 ORDER BY number`)
    .all([id])
    .map(([, ...values]) => named(fields, values));
}

function named(columns: readonly NamedColumn[], values: SqlRow) {
  return columns.map(({ name }, index) => ({ name, value: String(values[index] ?? '') }));
}
