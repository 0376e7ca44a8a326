import Database from 'libsql';
import { storageError } from './storage-error.ts';

/** The values that SQLite accepts. Never a boolean, since the binding ends the process on one. */
export type SqlValue = string | number | null;
/** A whole number is bound as REAL if it is a number, as INTEGER if it is a bigint. */
export type SqlParam = SqlValue | bigint | Uint8Array;
export type SqlRow = readonly SqlValue[];
/** A row that may have BLOBs. */
type AnyRow = readonly (SqlValue | Uint8Array)[];

/** A prepared statement; rows come as arrays in the order of the selected columns. */
interface Statement<Row extends AnyRow> {
  /** Returns the number of changed lines. */
  run(params?: readonly SqlParam[]): number;
  get(params?: readonly SqlParam[]): Row | undefined;
  all(params?: readonly SqlParam[]): Row[];
}

declare global {
  // Available in Node 20 and Chrome 130; TypeScript has them in ES2024 only.
  interface String {
    isWellFormed(): boolean;
    toWellFormed(): string;
  }
}

/**
 * A string in a form that SQLite stores unchanged: the binding cuts at NUL, and UTF-8 has no lone
 * surrogates. Both become U+FFFD, as in an HTML parser. Every bound string passes through here.
 */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole;
}

const stored = (value: SqlParam): SqlParam => (typeof value === 'string' ? storable(value) : value);

/** A column or table name in SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * One connection to one file, synchronous. Statements are prepared once and kept. Every error of SQLite is
 * thrown as a `TrawlError` with a sentence; defects in the SQL are thrown unchanged.
 */
export class Sqlite {
  readonly file: string;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Statement<SqlRow>>();

  /** Opens `file`, and creates it if it is missing. */
  constructor(file: string) {
    this.file = file;
    try {
      this.#database = new Database(file);
    } catch (error) {
      throw storageError(error, file);
    }
  }

  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  prepare<Row extends AnyRow = SqlRow>(sql: string): Statement<Row> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#wrap(this.#guard(() => this.#database.prepare<[readonly SqlParam[]]>(sql)));
      this.#statements.set(sql, statement);
    }
    return statement as Statement<Row>;
  }

  /** For SQL that is used once: the statement is not kept. */
  get<Row extends AnyRow>(sql: string, params?: readonly SqlParam[]): Row | undefined {
    const statement = this.#guard(() => this.#database.prepare<[readonly SqlParam[]]>(sql));
    return this.#wrap(statement).get(params) as Row | undefined;
  }

  /** Runs all of `work` or, if it throws, undoes all of it. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has already rolled back, and a second time would hide the reason.
      if (this.#database.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  /**
   * Closes the connection. The binding releases the file only when the statements are collected as garbage
   * (see `release-files.ts`).
   */
  close(): void {
    this.#statements.clear();
    this.#guard(() => this.#database.close());
  }

  #wrap(statement: Database.Statement<[readonly SqlParam[]]>): Statement<SqlRow> {
    // Nearly always the values can be used unchanged, without a copy.
    const bind = (params: readonly SqlParam[] = []): readonly SqlParam[] =>
      params.some((value) => stored(value) !== value) ? params.map(stored) : params;
    const reader = (): Database.Statement<[readonly SqlParam[]]> => statement.raw();
    return {
      run: (params) => this.#guard(() => statement.run(bind(params)).changes),
      get: (params) => this.#guard(() => reader().get(bind(params)) as SqlRow | undefined),
      all: (params) => this.#guard(() => reader().all(bind(params)) as SqlRow[]),
    };
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw storageError(error, this.file);
    }
  }
}
