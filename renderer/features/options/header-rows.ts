import { optionsSchema } from '#shared/job/job.ts';

export interface HeaderRow {
  readonly name: string;
  readonly value: string;
}

export function rowsOf(headers: Readonly<Record<string, string>> | undefined): HeaderRow[] {
  return Object.entries(headers ?? {}).map(([name, value]) => ({ name, value }));
}

/** The rows that can be sent, in the form of a job; undefined when there are none. */
export function headersOf(rows: readonly HeaderRow[]): Record<string, string> | undefined {
  const valid = rows.filter((_, place) => rows[place]?.name !== '' && !rowProblem(rows, place));
  return valid.length === 0
    ? undefined
    : Object.fromEntries(valid.map(({ name, value }) => [name, value]));
}

/** The reason why a row cannot be sent, as a sentence; null when it can, or is still blank. */
export function rowProblem(rows: readonly HeaderRow[], place: number): string | null {
  const row = rows[place];
  if (!row || (row.name === '' && row.value === '')) return null;
  if (row.name === '') return 'Give this header a name.';
  const same = (other: HeaderRow) => other.name.toLowerCase() === row.name.toLowerCase();
  if (rows.findIndex(same) < place) return 'This header is there already.';
  const headers = optionsSchema.shape.headers.unwrap();
  if (!headers.safeParse({ [row.name]: '' }).success) {
    return 'A header name holds letters, digits and hyphens, and no spaces.';
  }
  if (!headers.safeParse({ [row.name]: row.value }).success) {
    return 'The value holds a character that a header cannot carry.';
  }
  return null;
}
