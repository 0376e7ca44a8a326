import type { Sqlite, SqlParam } from './sqlite.ts';

/**
 * More lines gain nothing. With the 2000 columns that a table may have, the number of bound values is still
 * within the limit of SQLite.
 */
const linesAtOnce = 10;

/** Inserts many lines, ten with one statement, since the call alone costs as much as half a line. */
export class BulkInsert {
  readonly #db: Sqlite;
  readonly #one: string;
  readonly #many: string;

  /**
   * @param into table and columns
   * @param line the values of one line, in parentheses
   * @param tail the text after the values
   */
  constructor(db: Sqlite, into: string, line: string, tail = '') {
    this.#db = db;
    const sql = (lines: number) => `INSERT INTO ${into} VALUES ${Array(lines).fill(line)} ${tail}`;
    this.#one = sql(1);
    this.#many = sql(linesAtOnce);
  }

  run(lines: readonly (readonly SqlParam[])[]): void {
    for (let at = 0; at < lines.length; ) {
      const end = lines.length - at < linesAtOnce ? at + 1 : at + linesAtOnce;
      const sql = end === at + 1 ? this.#one : this.#many;
      const params: SqlParam[] = [];
      for (; at < end; at++) params.push(...(lines[at] ?? []));
      this.#db.prepare(sql).run(params);
    }
  }
}
