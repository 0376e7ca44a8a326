// @ts-check
import { figure, markdownTable, percent } from '../report/table.mjs';

const mostFunctions = 4;
/** Functions below this share of a thread's work are left out. */
const leastShare = 0.01;

/**
 * A table for each kind of thread that was busy.
 * @param {string} title
 * @param {readonly import('./read-profiles.mjs').ThreadTime[]} kinds
 */
export function profileMarkdown(title, kinds) {
  const busiest = [...kinds].sort((a, b) => busyMs(b) - busyMs(a));
  const all = busiest.reduce((total, kind) => total + busyMs(kind), 0);
  const tables = busiest.filter((kind) => busyMs(kind) > all * 0.03).map(threadTable);
  return [`### ${title}`, ...tables].join('\n\n');
}

/** @param {import('./read-profiles.mjs').ThreadTime} kind */
function threadTable(kind) {
  const busy = busyMs(kind);
  const idle = sum(kind.areas.get('idle')?.values() ?? []);
  const rows = [...kind.areas]
    .filter(([area]) => area !== 'idle')
    .map(([area, functions]) => ({ area, functions, ms: sum(functions.values()) }))
    .filter(({ ms }) => ms >= busy * leastShare)
    .sort((a, b) => b.ms - a.ms)
    .map(({ area, functions, ms }) => [
      area,
      figure(ms),
      percent(ms / busy),
      heaviest(functions, busy),
    ]);
  const threads = kind.threads === 1 ? '' : `, ${kind.threads} threads together`;
  const head = ['area', 'ms', 'of its work', 'heaviest functions'];
  return `\`${kind.name}\`${threads}: at work ${figure(busy)} ms, idle ${figure(idle)} ms\n\n${markdownTable(head, rows)}`;
}

/**
 * @param {ReadonlyMap<string, number>} functions
 * @param {number} busy
 */
function heaviest(functions, busy) {
  return [...functions]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostFunctions)
    .filter(([name, ms]) => ms >= busy * leastShare && !name.startsWith('('))
    .map(([name, ms]) => `\`${name}\` ${percent(ms / busy)}`)
    .join(', ');
}

/** @param {import('./read-profiles.mjs').ThreadTime} kind */
function busyMs({ areas }) {
  return sum(
    [...areas].flatMap(([area, functions]) => (area === 'idle' ? [] : [...functions.values()])),
  );
}

/** @param {Iterable<number>} values */
function sum(values) {
  return [...values].reduce((total, value) => total + value, 0);
}
