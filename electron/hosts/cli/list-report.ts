import type { ListNote, RunList } from '#shared/engine-protocol/input.ts';
import { formatCount } from '#shared/format.ts';
import {
  accountRemarks,
  carryRemark,
  describeAccount,
  describeReading,
} from '#shared/list-account.ts';
import { plainText, quoted } from '#shared/plain-text.ts';

const mostNotes = 20;

/** The outcome of every record of a list: lines for a person. */
export function listReport(
  { reading, account, partlyUsed, patternsOn }: RunList,
  notRead: readonly ListNote[] = [],
): string[] {
  const remarks = [carryRemark(reading) ?? [], accountRemarks(account, patternsOn)].flat();
  return [
    `List, read as ${describeReading(reading)}:`,
    `  ${describeAccount(account, reading)}.`,
    ...remarks.map((remark) => `  ${remark}.`),
    ...notesOf(notRead, account.notRead, 'Not read'),
    ...notesOf(partlyUsed, account.partlyUsed, 'Not used whole'),
  ];
}

function notesOf(notes: readonly ListNote[], count: number, what: string): string[] {
  const shown = notes.slice(0, mostNotes);
  const more = count - shown.length;
  return [
    ...shown.map(({ line, text, reason }) => {
      const said = text === '' ? '' : ` ${quoted(text, 80)}`;
      return `  ${what}: line ${formatCount(line)}${said}: ${plainText(reason)}.`;
    }),
    ...(shown.length > 0 && more > 0 ? [`  … and ${formatCount(more)} more.`] : []),
  ];
}
