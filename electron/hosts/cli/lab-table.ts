import { assertNever } from '#shared/assert-never.ts';
import type {
  FieldDifference,
  LabKind,
  LabReport,
  RenderDifferences,
} from '#shared/engine-protocol/lab.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '#shared/format.ts';
import { wayNames } from '#shared/job/way.ts';
import { approachName } from '#shared/lab/approach.ts';
import { adviceSentence, comparedSentence } from '#shared/lab/difference-words.ts';
import { type CurveEnd, curveEndOf, curveEndSentence } from '#shared/lab/knee.ts';
import { type LabRow, labRows, timesAsLong } from '#shared/lab/lab-rows.ts';
import { noiseSentence } from '#shared/lab/noise.ts';
import { mostOfPath, plainText, quoted } from '#shared/plain-text.ts';

interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

const rate: Column<LabRow> = {
  title: 'Pages/s',
  cell: ({ pagesPerSecond }) => formatRate(pagesPerSecond.median),
};
const spread: Column<LabRow> = {
  title: 'from – to',
  cell: ({ pagesPerSecond: { least, most } }) => `${formatRate(least)} – ${formatRate(most)}`,
};
const memory: Column<LabRow> = {
  title: 'Memory',
  cell: ({ peakRssBytes }) => formatBytes(peakRssBytes),
};
const cpu: Column<LabRow> = { title: 'CPU', cell: ({ cpuMs }) => formatDuration(cpuMs) };
const failed: Column<LabRow> = { title: 'Failed', cell: (row) => formatCount(row.failed) };

/** The measured figures as a table of text, with the conclusions below. */
export function labTable(report: LabReport): string {
  const rows = labRows(report);
  if (rows.length === 0) return 'Nothing was measured.\n';
  const end = report.setup.kind === 'tune' ? curveEndOf(rows) : null;
  const columns = columnsOf(report.setup.kind, rows, end);
  const below = [
    ...report.leftOut.map((way) => `${wayNames[way]}: cannot run here, and were left out.`),
    ...(end === null ? [] : [curveEndSentence(end)]),
    noiseSentence(
      rows,
      report.samples.some(({ disturbed }) => disturbed),
    ),
  ];
  const values = report.differences === null ? '' : `\n${differenceText(report.differences)}`;
  return `${textTable(columns, rows)}\n${below.join('\n')}\n${values}`;
}

function columnsOf(
  kind: LabKind,
  rows: readonly LabRow[],
  end: CurveEnd<LabRow> | null,
): readonly Column<LabRow>[] {
  const approach: Column<LabRow> = { title: 'Approach', cell: approachName };
  const time: Column<LabRow> = {
    title: 'Time',
    cell: ({ elapsedMs }) => formatDuration(elapsedMs.median),
  };
  switch (kind) {
    case 'compare':
      return [
        approach,
        time,
        rate,
        spread,
        memory,
        cpu,
        failed,
        { title: 'Against sequential', cell: ({ timesSequential }) => timesOf(timesSequential) },
      ];
    case 'tune':
      return [
        { title: 'At once', cell: ({ concurrency }) => formatCount(concurrency) },
        rate,
        spread,
        { title: 'Latency p50', cell: ({ p50Ms }) => msOf(p50Ms) },
        { title: 'p95', cell: ({ p95Ms }) => msOf(p95Ms) },
        memory,
        cpu,
        failed,
        { title: '', cell: (row) => (end?.kind === 'knee' && row === end.row ? '<- knee' : '') },
      ];
    case 'render':
      return [
        approach,
        time,
        { title: 'A page', cell: ({ pageMs }) => msOf(pageMs) },
        rate,
        spread,
        memory,
        failed,
        { title: 'Against fetched', cell: (row) => asLong(timesAsLong(rows, row)) },
      ];
    default:
      return assertNever(kind);
  }
}

/** The fields and their values, fetched and rendered. */
function differenceText(differences: RenderDifferences): string {
  const count = (title: string, of: (field: FieldDifference) => number) => ({
    title,
    cell: (field: FieldDifference) => formatCount(of(field)),
  });
  const columns: readonly Column<FieldDifference>[] = [
    { title: 'Field', cell: ({ name }) => plainText(name, mostOfName) },
    count('Same', ({ same }) => same),
    count('Differs', ({ differs }) => differs),
    count('Only fetched', ({ onlyFetched }) => onlyFetched),
    count('Only rendered', ({ onlyRendered }) => onlyRendered),
  ];
  const examples = differences.fields.flatMap(({ name, examples }) =>
    examples.map(
      ({ url, fetched, rendered }) =>
        `${plainText(name, mostOfName)} of ${plainText(url, mostOfPath)}: ${shown(fetched)} fetched, ${shown(rendered)} rendered`,
    ),
  );
  const below = [
    comparedSentence(differences),
    plainText(adviceSentence(differences), mostOfPath),
    ...examples,
  ];
  return `${textTable(columns, differences.fields)}\n${below.join('\n')}\n`;
}

/** The most characters of a field's name. */
const mostOfName = 60;

const shown = (text: string): string => (text === '' ? 'empty' : quoted(text));

function textTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
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
const asLong = (times: number | null): string =>
  times === null ? '' : `${timesOf(times)} as long`;
