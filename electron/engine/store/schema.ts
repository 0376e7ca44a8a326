import { TrawlError } from '#shared/errors/trawl-error.ts';
import { tableColumns } from '#shared/values/table-columns.ts';
import type { ColumnType } from '#shared/values/value-type.ts';
import {
  type FieldColumn,
  type NamedColumn,
  nameColumns,
  type RunColumns,
} from './column-names.ts';
import { quoteName, type Sqlite } from './sqlite.ts';

/**
 * The form of a run's file. `user_version` counts the applied migrations; a new file starts at 0 and goes
 * through all of them, so there is only one way to a current schema.
 */

/** "Trwl": the program `file` and Trawl itself recognise a run by it. */
const applicationId = 0x5472776c;

const requestColumns = [
  'id', // by arrival, from 1
  'line', // line in the file or text, from 1; of a page that another led to, that of the item it began with
  'text', // as in the list, or the address that a page led to
  'url', // as it is fetched; NULL if equal to `text`
  'key', // equal for the same page; NULL if equal to the URL as it is fetched
  'host_id', // NULL if the line is no URL
  'state', // queued, done, failed or skipped; a request under way is still queued here
  'attempts',
  'status',
  'final_url',
  'error_code',
  'error_message',
  'bytes', // of the body, as received over the network
  'started_ms', // Unix time
  'finished_ms', // Unix time
  'headers_ms',
  'body_ms',
  'extract_ms',
  'redirects', // JSON; NULL if there were none
  'content_type',
  'encoding',
  'duplicate_of', // the request that is fetched in its place
  'notes', // irregularities of the answer, JSON; NULL if there were none
  'got', // 'browser' for a page that was rendered; NULL for one that was only fetched
  'kind', // the kind of page, by its number in the job; 0 for those of the list
  'depth', // the number of pages that led from the list to it
  'order_key', // its place in the table (see core/leads/order-key.ts); NULL in a run of its list alone: its id
];

const rowColumns = ['id', 'request_id', 'number'];

export function columnsOf(carried: readonly string[], fields: readonly FieldColumn[]): RunColumns {
  const named = nameColumns(
    fields.map(({ name }) => name),
    rowColumns,
  );
  return {
    carried: nameColumns(carried, requestColumns),
    fields: named.map((column, place) => withType(column, fields[place]?.type ?? null)),
  };
}

function withType(column: NamedColumn, type: ColumnType | null): NamedColumn {
  return type === null ? column : { ...column, type };
}

type Migration = (db: Sqlite, columns: RunColumns) => void;

const migrations: readonly Migration[] = [
  (db, columns) => {
    // A typed column holds numbers as numbers, and as text what could not be read: SQLite must convert neither.
    const texts = (of: RunColumns['fields']): string =>
      of.map(({ column, type }) => `, ${quoteName(column)}${type ? '' : ' TEXT'}`).join('');
    db.exec(`
      CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE fields (
        kind TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, column_name TEXT NOT NULL,
        PRIMARY KEY (kind, position)
      ) WITHOUT ROWID;
      CREATE TABLE hosts (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, queued INTEGER NOT NULL DEFAULT 0,
        done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0
      );
      CREATE TABLE requests (
        id INTEGER PRIMARY KEY, line INTEGER NOT NULL, text TEXT NOT NULL, url TEXT, key TEXT,
        host_id INTEGER, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, status INTEGER,
        final_url TEXT, error_code TEXT, error_message TEXT, bytes INTEGER, started_ms INTEGER,
        finished_ms INTEGER, headers_ms INTEGER, body_ms INTEGER, extract_ms INTEGER,
        redirects TEXT, content_type TEXT, encoding TEXT, duplicate_of INTEGER
        ${texts(columns.carried)}
      );
      CREATE TABLE rows (
        id INTEGER PRIMARY KEY, request_id INTEGER NOT NULL, number INTEGER NOT NULL
        ${texts(columns.fields)}
      );
      CREATE INDEX hosts_queued ON hosts (id) WHERE queued > 0;
      CREATE INDEX requests_queued ON requests (host_id, id) WHERE state = 'queued';
      CREATE INDEX requests_failed ON requests (error_code, id) WHERE state = 'failed';
      CREATE INDEX rows_request ON rows (request_id, number);
    `);
    const add = db.prepare('INSERT INTO fields VALUES (?, ?, ?, ?)');
    for (const kind of ['carried', 'fields'] as const) {
      columns[kind].forEach(({ name, column }, position) => {
        add.run([kind, position, name, column]);
      });
    }
  },
  (db) => addToRequests(db, 'notes'),
  // Secrets of the run: never exported, shown or logged; only the owner of the file can read it.
  (db) =>
    db.exec(`
      CREATE TABLE cookies (id TEXT PRIMARY KEY, cookie TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE logins (
        request_id INTEGER PRIMARY KEY, user TEXT NOT NULL, password TEXT NOT NULL
      );
    `),
  // The error texts of servers for failed pages: few requests have one.
  (db) => db.exec('CREATE TABLE answers (request_id INTEGER PRIMARY KEY, said TEXT NOT NULL)'),
  (db) => {
    addToRequests(db, 'got');
    // What the run has learnt on whether pages need rendering; `evidence` is JSON.
    db.exec(`
      CREATE TABLE templates (
        host TEXT NOT NULL, shape TEXT NOT NULL, decision TEXT NOT NULL, evidence TEXT NOT NULL,
        PRIMARY KEY (host, shape)
      ) WITHOUT ROWID`);
  },
  // The pages that are kept beside the file: where the record of each stands, or why it has none.
  (db) =>
    db.exec(`
      CREATE TABLE pages (
        request_id INTEGER PRIMARY KEY, "offset" INTEGER, length INTEGER, digest TEXT, not_kept TEXT
      )`),
  (db, columns) => {
    // NULL: text. `ambiguous` has every cell with several readings, as JSON by their forms: see `ambiguous-cells.ts`.
    db.exec(`
      ALTER TABLE fields ADD COLUMN type TEXT;
      CREATE TABLE ambiguous (
        field INTEGER NOT NULL, request_id INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL,
        readings TEXT NOT NULL, PRIMARY KEY (field, request_id, number)
      ) WITHOUT ROWID`);
    const set = db.prepare("UPDATE fields SET type = ? WHERE kind = 'fields' AND position = ?");
    columns.fields.forEach(({ type }, position) => {
      if (type !== undefined) set.run([type, position]);
    });
  },
  // How good the columns are; `state` is JSON. It is written in the transaction of the rows that it is about.
  (db) => db.exec('CREATE TABLE health (key TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID'),
  // Pages lead to others: where from, where to, and the order of a table that is not that of arrival.
  (db) => {
    addToRequests(db, 'kind', 'INTEGER NOT NULL DEFAULT 0');
    addToRequests(db, 'depth', 'INTEGER NOT NULL DEFAULT 0');
    addToRequests(db, 'order_key', 'BLOB');
    // `from_number`: the row of the page, from 1; 0 for the page itself. Many rows may lead to one page.
    db.exec(`
      CREATE INDEX requests_order ON requests (order_key) WHERE order_key IS NOT NULL;
      CREATE TABLE links (
        from_request INTEGER NOT NULL, from_number INTEGER NOT NULL, relation TEXT NOT NULL,
        to_request INTEGER NOT NULL, PRIMARY KEY (from_request, from_number, relation, to_request)
      ) WITHOUT ROWID;
      CREATE INDEX links_to ON links (to_request)`);
  },
  // An item of the list and the next pages behind it; see `run-growth.ts`. `ended`: the reason; NULL: it goes on.
  (db) =>
    db.exec(`
      CREATE TABLE chains (
        first INTEGER PRIMARY KEY, last INTEGER NOT NULL UNIQUE, stale INTEGER NOT NULL DEFAULT 0, ended TEXT
      );
      CREATE TABLE chain_rows (
        first INTEGER NOT NULL, digest INTEGER NOT NULL, PRIMARY KEY (first, digest)
      ) WITHOUT ROWID`),
];

/** A carried column of an older file may have the name of the new column: it is renamed, as in a new file. */
function addToRequests(db: Sqlite, name: string, type = 'TEXT'): void {
  const carried = db
    .prepare<[string]>("SELECT column_name FROM fields WHERE kind = 'carried'")
    .all()
    .map(([column]) => column);
  const clash = carried.find((column) => column.toLowerCase() === name);
  if (clash !== undefined) {
    const free = nameColumns([name], [...requestColumns, ...carried])[0]?.column ?? `${name}_2`;
    db.exec(`ALTER TABLE requests RENAME COLUMN ${quoteName(clash)} TO ${quoteName(free)}`);
    db.prepare("UPDATE fields SET column_name = ? WHERE kind = 'carried' AND column_name = ?").run([
      free,
      clash,
    ]);
  }
  db.exec(`ALTER TABLE requests ADD COLUMN ${name} ${type}`);
}

/** The first version of the file whose table may have an order other than that of arrival. */
export const versionWithOrder = 9;

/** The first version of the file that says what the values of a column are. */
export const versionWithTypes = 7;

/** The first version of the file that says which pages are kept. */
export const versionWithPages = 6;

/** The first version of the file that says which pages were rendered, and why. */
export const versionWithRendering = 5;

/** The first version of the file that contains the error texts of servers for failed pages. */
export const versionWithAnswers = 4;

/** The first version of the file that contains notes on answers. */
export const versionWithNotes = 2;

/**
 * Creates the schema of a new file, or updates that of an older one, completely or not at all.
 *
 * @param fill writes the other contents of a new file in the same transaction
 */
export function migrate(db: Sqlite, columns: RunColumns, fill = (): void => undefined): void {
  const version = checkVersion(db, 0);
  if (version === migrations.length) return;
  db.transaction(() => {
    for (const migration of migrations.slice(version)) migration(db, columns);
    fill();
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  });
}

/** The file of a run whose start was cut off before any data were in it. */
function isUnborn(db: Sqlite): boolean {
  return db.get<[number]>('PRAGMA schema_version')?.[0] === 0;
}

/**
 * @throws TrawlError NOT_FOUND if it never became a run, FILE_ERROR if it is none, or one of a newer Trawl
 */
export function checkVersion(db: Sqlite, atLeast = 1): number {
  const [version] = db.get<[number]>('PRAGMA user_version') ?? [0];
  const [id] = db.get<[number]>('PRAGMA application_id') ?? [0];
  if (version > migrations.length) {
    throw new TrawlError('FILE_ERROR', 'A newer version of Trawl made this run. Update Trawl.');
  }
  if (atLeast > 0 && isUnborn(db)) {
    throw new TrawlError('NOT_FOUND', 'This run was cut off before anything was in it.');
  }
  if (version < atLeast || (version > 0 && id !== applicationId)) {
    throw new TrawlError('FILE_ERROR', 'This file is not a run of Trawl.');
  }
  return version;
}

/** The columns of a run in its table: no two have the same name, in files of older versions either. */
export function readColumns(db: Sqlite): RunColumns {
  const type = checkVersion(db) < versionWithTypes ? 'NULL' : 'type';
  const all = db
    .prepare<[string, string, string, ColumnType | null]>(
      `SELECT kind, name, column_name, ${type} FROM fields ORDER BY position`,
    )
    .all();
  const of = (wanted: string) =>
    all
      .filter(([kind]) => kind === wanted)
      .map(([, name, column, type]) => withType({ name, column }, type));
  const [carried, fields] = [of('carried'), of('fields')];
  const names = tableColumns(
    carried.map(({ name }) => name),
    fields.map(({ name }) => name),
  );
  return { carried: renamed(carried, names.carried), fields: renamed(fields, names.fields) };
}

function renamed(columns: readonly NamedColumn[], names: readonly string[]): NamedColumn[] {
  return columns.map((column, place) => {
    const name = names[place] ?? column.name;
    return name === column.name ? column : { ...column, name, givenName: column.name };
  });
}
