import type { FieldDifference, RenderDifferences } from '#shared/engine-protocol/lab.ts';
import type { NamedColumn } from '../store/column-names.ts';
import { openRunForReading } from '../store/open-for-reading.ts';
import { readColumns } from '../store/schema.ts';
import { quoteName, type Sqlite } from '../store/sqlite.ts';

const mostExamples = 3;
const longestExample = 200;

/** The same rows of both runs: those of pages that both have read. */
const bothRows = `
  FROM main.rows AS fetched
  JOIN browser.rows AS rendered
    ON rendered.request_id = fetched.request_id AND rendered.number = fetched.number
  JOIN main.requests AS page ON page.id = fetched.request_id AND page.state = 'done'
  JOIN browser.requests AS other ON other.id = fetched.request_id AND other.state = 'done'`;

/**
 * Compares the values of two finished runs of one list by the same rules. A row is known by its page's place in the
 * list and by its own place on the page.
 *
 * @param fetched the file of the run without a browser
 * @param rendered the file of the run with one
 */
export function compareValues(fetched: string, rendered: string): RenderDifferences {
  const db = openRunForReading(fetched);
  try {
    db.prepare('ATTACH ? AS browser').run([rendered]);
    const [pages = 0] =
      db.get<[number]>(
        `SELECT count(*) FROM main.requests AS page JOIN browser.requests AS other USING (id)
         WHERE page.state = 'done' AND other.state = 'done'`,
      ) ?? [];
    const [rows = 0] = db.get<[number]>(`SELECT count(*) ${bothRows}`) ?? [];
    return {
      pages,
      rows,
      onlyFetched: rowsOf(db, 'main') - rows,
      onlyRendered: rowsOf(db, 'browser') - rows,
      fields: readColumns(db).fields.map((field) => differenceOf(db, field)),
    };
  } finally {
    db.close();
  }
}

/** The rows that the pages of both runs have in one of them. */
function rowsOf(db: Sqlite, of: 'main' | 'browser'): number {
  const [rows = 0] =
    db.get<[number]>(
      `SELECT count(*) FROM ${of}.rows AS one
       JOIN main.requests AS page ON page.id = one.request_id AND page.state = 'done'
       JOIN browser.requests AS other ON other.id = one.request_id AND other.state = 'done'`,
    ) ?? [];
  return rows;
}

function differenceOf(db: Sqlite, { name, column }: NamedColumn): FieldDifference {
  const value = (of: 'fetched' | 'rendered'): string =>
    `coalesce(CAST(${of}.${quoteName(column)} AS TEXT), '')`;
  const [a, b] = [value('fetched'), value('rendered')];
  const [same, onlyFetched, onlyRendered, differs] =
    db.get<(number | null)[]>(
      `SELECT sum(${a} = ${b}), sum(${a} <> '' AND ${b} = ''), sum(${a} = '' AND ${b} <> ''),
       sum(${a} <> ${b} AND ${a} <> '' AND ${b} <> '') ${bothRows}`,
    ) ?? [];
  const examples = db
    .prepare<[string, string, string]>(
      `SELECT coalesce(page.url, page.text), substr(${a}, 1, ${longestExample + 1}), substr(${b}, 1, ${longestExample + 1})
       ${bothRows} WHERE ${a} <> ${b} ORDER BY page.id, fetched.number LIMIT ${mostExamples}`,
    )
    .all();
  return {
    name,
    same: same ?? 0,
    differs: differs ?? 0,
    onlyFetched: onlyFetched ?? 0,
    onlyRendered: onlyRendered ?? 0,
    examples: examples.map(([url, one, other]) => ({
      url: short(url),
      fetched: short(one),
      rendered: short(other),
    })),
  };
}

function short(text: string): string {
  return text.length > longestExample ? `${text.slice(0, longestExample)}…` : text;
}
