import type { LabReport } from '#shared/engine-protocol/lab.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '#shared/format.ts';
import { wayNames } from '#shared/job/way.ts';
import { curveEndOf, curveEndSentence } from '#shared/lab/knee.ts';
import { type LabRow, labRows } from '#shared/lab/lab-rows.ts';
import { noiseSentence } from '#shared/lab/noise.ts';

interface Column {
  readonly title: string;
  readonly cell: (row: LabRow) => string;
}

const rate: Column = {
  title: 'Pages/s',
  cell: ({ pagesPerSecond }) => formatRate(pagesPerSecond.median),
};
const spread: Column = {
  title: 'from – to',
  cell: ({ pagesPerSecond: { least, most } }) => `${formatRate(least)} – ${formatRate(most)}`,
};
const cost: readonly Column[] = [
  { title: 'Memory', cell: ({ peakRssBytes }) => formatBytes(peakRssBytes) },
  { title: 'CPU', cell: ({ cpuMs }) => formatDuration(cpuMs) },
];
const failed: Column = { title: 'Failed', cell: (row) => formatCount(row.failed) };

/** The measured figures as a table of text, with the conclusions below. */
export function labTable(report: LabReport): string {
  const rows = labRows(report);
  if (rows.length === 0) return 'Nothing was measured.\n';
  const end = report.setup.kind === 'tune' ? curveEndOf(rows) : null;
  const columns: readonly Column[] =
    report.setup.kind === 'compare'
      ? [
          { title: 'Approach', cell: ({ way }) => wayNames[way] },
          { title: 'Time', cell: ({ elapsedMs }) => formatDuration(elapsedMs.median) },
          rate,
          spread,
          ...cost,
          failed,
          {
            title: 'Against sequential',
            cell: ({ timesSequential }) => timesOf(timesSequential),
          },
        ]
      : [
          { title: 'At once', cell: ({ concurrency }) => formatCount(concurrency) },
          rate,
          spread,
          { title: 'Latency p50', cell: ({ p50Ms }) => msOf(p50Ms) },
          { title: 'p95', cell: ({ p95Ms }) => msOf(p95Ms) },
          ...cost,
          failed,
          { title: '', cell: (row) => (end?.kind === 'knee' && row === end.row ? '<- knee' : '') },
        ];
  const below = [
    ...report.leftOut.map((way) => `${wayNames[way]}: cannot run here, and were left out.`),
    ...(end === null ? [] : [curveEndSentence(end)]),
    noiseSentence(
      rows,
      report.samples.some(({ disturbed }) => disturbed),
    ),
  ];
  return `${textTable(columns, rows)}\n${below.join('\n')}\n`;
}

function textTable(columns: readonly Column[], rows: readonly LabRow[]): string {
  const cells = columns.map(({ title, cell }) => [title, ...rows.map(cell)]);
  const lines = Array.from({ length: rows.length + 1 }, (_, line) =>
    cells
      .map((column, index) => {
        const width = Math.max(...column.map(({ length }) => length));
        const text = column[line] ?? '';
        return index === 0 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

const msOf = (ms: number | null): string => (ms === null ? '' : formatDuration(ms));
const timesOf = (times: number | null): string => (times === null ? '' : `${times.toFixed(1)}x`);
