import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { followPlace } from '#renderer/ui/follow-place.ts';
import { inOwnTask } from '#renderer/ui/own-task.ts';
import { formatCompact, formatRate } from '#shared/format.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';

interface TuneChartProps {
  readonly rows: readonly LabRow[];
  /** The highest concurrency of the plan. */
  readonly upTo: number;
  /** Marked where there is one. */
  readonly knee: LabRow | null;
}

/** Throughput and latency over concurrency on a logarithmic scale, with the knee marked. */
export function TuneChart({ rows, upTo, knee }: TuneChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const hint = useRef<HTMLSpanElement>(null);
  const chart = useRef<UPlot | null>(null);
  const shown = useRef({ rows, upTo, knee });
  shown.current = { rows, upTo, knee };

  useEffect(
    () =>
      inOwnTask(() => {
        const target = place.current;
        if (!target) return () => undefined;
        const say = (text: string): void => {
          if (hint.current) hint.current.textContent = text;
        };
        const opened = openChart(target, () => shown.current, say);
        chart.current = opened.chart;
        return () => {
          chart.current = null;
          opened.close();
        };
      }),
    [],
  );
  // Rows change with every run that is over, not with every report.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the knee is drawn with the rows
  useEffect(() => chart.current?.setData(columnsOf(rows)), [rows, knee]);

  return (
    <figure
      className={classes['figure']}
      aria-label="Throughput and latency over concurrency; the table below has the figures"
    >
      <figcaption className={classes['caption']}>
        <span className={classes['key']} data-kind="rate">
          Pages/s (left)
        </span>
        <span className={classes['key']} data-kind="p50">
          Latency (right)
        </span>
        <span className={classes['key']} data-kind="p95">
          95% within (right)
        </span>
        <span ref={hint} className={classes['chartHint']} />
      </figcaption>
      <div ref={place} className={classes['chart']} aria-hidden="true" />
    </figure>
  );
}

function columnsOf(rows: readonly LabRow[]): UPlot.AlignedData {
  return [
    rows.map(({ concurrency }) => concurrency),
    rows.map(({ pagesPerSecond }) => pagesPerSecond.median),
    rows.map(({ p50Ms }) => p50Ms),
    rows.map(({ p95Ms }) => p95Ms),
  ];
}

function openChart(
  target: HTMLElement,
  shown: () => TuneChartProps,
  say: (text: string) => void,
): { readonly chart: UPlot; close(): void } {
  const chart = new UPlot(chartOptions(target, shown, say), columnsOf(shown().rows), target);
  const unfollow = followPlace(chart, target);
  return {
    chart,
    close() {
      unfollow();
      chart.destroy();
    },
  };
}

function chartOptions(
  target: HTMLElement,
  shown: () => TuneChartProps,
  say: (text: string) => void,
): UPlot.Options {
  const style = getComputedStyle(target);
  const colour = (name: string) => () => style.getPropertyValue(`--trawl-${name}`).trim();
  const font = `11px ${style.fontFamily}`;
  const axis = {
    stroke: colour('muted'),
    font,
    labelFont: font,
    labelSize: 16,
    labelGap: 2,
    grid: { stroke: colour('border'), width: 1 },
    ticks: { show: false },
  };
  const fromZero = (_chart: UPlot, _from: number, to: number): UPlot.Range.MinMax => [
    0,
    Math.max(1, (to || 1) * 1.12),
  ];
  const line = { width: 1.75, points: { show: true, size: 6, fill: colour('body') } };
  return {
    width: Math.max(120, target.clientWidth),
    height: Math.max(120, target.clientHeight),
    padding: [10, 4, 0, 4],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, distr: 3, log: 2, range: () => [1, Math.max(2, shown().upTo)] },
      rate: { range: (chart) => fromZero(chart, 0, mostRate(shown().rows)) },
      ms: { range: fromZero },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 5,
        label: 'Pages at once',
        values: (_chart, ticks) => ticks.map((at) => (at === null ? '' : formatCompact(at))),
      },
      {
        ...axis,
        scale: 'rate',
        label: 'Pages/s',
        size: 42,
        gap: 4,
        space: 28,
        values: (_chart, ticks) => ticks.map((rate) => formatCompact(rate)),
      },
      {
        ...axis,
        scale: 'ms',
        side: 1,
        label: 'Milliseconds',
        size: 42,
        gap: 4,
        space: 28,
        grid: { show: false },
        values: (_chart, ticks) => ticks.map((ms) => formatCompact(ms)),
      },
    ],
    series: [
      {},
      { ...line, scale: 'rate', stroke: colour('accent'), width: 2.5 },
      { ...line, scale: 'ms', stroke: colour('warn') },
      { ...line, scale: 'ms', stroke: colour('warn'), dash: [4, 4], width: 1.25 },
    ],
    hooks: {
      draw: [(chart) => drawSpreadAndKnee(chart, shown(), { colour, font })],
      setCursor: [
        (chart) => {
          const row = shown().rows[chart.cursor.idx ?? -1];
          say(row === undefined ? '' : pointText(row));
        },
      ],
    },
  };
}

const mostRate = (rows: readonly LabRow[]): number =>
  Math.max(0, ...rows.map(({ pagesPerSecond }) => pagesPerSecond.most));

function drawSpreadAndKnee(
  chart: UPlot,
  { rows, knee }: TuneChartProps,
  { colour, font }: { readonly colour: (name: string) => () => string; readonly font: string },
): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const xOf = (row: LabRow): number => chart.valToPos(row.concurrency, 'x', true);
  ctx.save();
  ctx.lineWidth = ratio * 1.5;
  ctx.strokeStyle = colour('accent')();
  for (const row of rows) {
    const [x, top, bottom] = [
      xOf(row),
      chart.valToPos(row.pagesPerSecond.most, 'rate', true),
      chart.valToPos(row.pagesPerSecond.least, 'rate', true),
    ];
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, bottom);
    for (const y of [top, bottom]) {
      ctx.moveTo(x - 4 * ratio, y);
      ctx.lineTo(x + 4 * ratio, y);
    }
    ctx.stroke();
  }
  if (knee !== null) {
    const x = xOf(knee);
    ctx.strokeStyle = colour('good')();
    ctx.fillStyle = colour('good')();
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = font.replace('11px', `600 ${11 * ratio}px`);
    ctx.textBaseline = 'bottom';
    // Placed on the side where there is room.
    const toTheLeft = x > bbox.left + bbox.width / 2;
    ctx.textAlign = toTheLeft ? 'right' : 'left';
    ctx.fillText('Knee', x + (toTheLeft ? -6 : 6) * ratio, bbox.top + bbox.height - 4 * ratio);
  }
  ctx.restore();
}

function pointText({ concurrency, pagesPerSecond, p50Ms }: LabRow): string {
  const latency = p50Ms === null ? '' : `, ${formatRate(p50Ms)} ms`;
  return `${concurrency} at once: ${formatRate(pagesPerSecond.median)} pages/s${latency}`;
}
