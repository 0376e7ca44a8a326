import type { Form } from '#shared/values/value-type.ts';
import type { AmbiguousCell } from '../core/values/type-rows.ts';
import { BulkInsert } from './bulk-insert.ts';
import type { NamedColumn } from './column-names.ts';
import { quoteName, type Sqlite } from './sqlite.ts';

/**
 * The cells of a run that have several readings, with the text of each, whatever their column makes of them now:
 * a later page may show that the column is written otherwise. All methods are to be called in a transaction.
 */
export class AmbiguousCells {
  readonly #db: Sqlite;
  readonly #insert: BulkInsert;

  constructor(db: Sqlite) {
    this.#db = db;
    this.#insert = new BulkInsert(db, 'ambiguous', '(?, ?, ?, ?, ?)');
  }

  add(cells: readonly AmbiguousCell[]): void {
    this.#insert.run(
      cells.map(({ field, requestId, number, text, readings }) => [
        field,
        requestId,
        number,
        text,
        JSON.stringify(Object.fromEntries(readings.map(({ form, value }) => [form, value]))),
      ]),
    );
  }

  /**
   * Reads the ambiguous cells of a field by a form: one UPDATE for all rows. Without a form, and for a cell that the
   * form does not fit, the text is put back. Returns the number of cells.
   */
  read(field: number, { column }: NamedColumn, form: Form | null): number {
    // A number of JSON becomes INTEGER or REAL, as it was written.
    const value =
      form === null ? 'a.text' : `coalesce(json_extract(a.readings, '$."${form}"'), a.text)`;
    return this.#db
      .prepare(
        `UPDATE rows SET ${quoteName(column)} = ${value} FROM ambiguous AS a
         WHERE a.field = ? AND rows.request_id = a.request_id AND rows.number = a.number`,
      )
      .run([field]);
  }
}
