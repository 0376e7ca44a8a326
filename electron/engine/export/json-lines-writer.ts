import type { Cell } from '#shared/values/value-type.ts';
import type { TableColumn } from '../table/table.ts';
import type { TableWriter } from './table-writer.ts';

/**
 * JSON Lines (jsonlines.org): an object a row, with a key for each column. Numbers are numbers, yes and no are
 * true and false, and a cell without a value is null, in a column of text an empty string; a value that could not
 * be read as its type is a string.
 */
export function jsonLinesWriter(columns: readonly TableColumn[]): TableWriter {
  const keys = columns.map(({ name }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const isYesNo = columns.map(({ type }) => type === 'yesno');
  const isText = columns.map(({ type }) => type === 'text');
  const value = (cell: Cell | undefined, at: number): string => {
    if (cell === '' && !isText[at]) return 'null';
    if (isYesNo[at] && cell === 'yes') return 'true';
    if (isYesNo[at] && cell === 'no') return 'false';
    return JSON.stringify(cell ?? null);
  };
  const line = (cells: readonly Cell[]): string => {
    let text = '';
    for (let at = 0; at < keys.length; at++) text += keys[at] + value(cells[at], at);
    return `${text}}\n`;
  };
  return {
    head: '',
    rows: (rows) => rows.map(line).join(''),
    mostCellCharacters: null,
  };
}
