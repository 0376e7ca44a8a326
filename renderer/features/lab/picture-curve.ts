import { formatCompact } from '#shared/format.ts';
import { kneeOf } from '#shared/lab/knee.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import { muted, write } from './picture-text.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const colours = { rate: '#0b677c', latency: '#8f5a00', knee: '#1b7f4b', grid: '#d9e0e4' } as const;

/** Throughput on the left axis, latency on the right one, over doublings of the concurrency. */
export function drawCurve(ctx: CanvasRenderingContext2D, rows: readonly LabRow[], box: Box): void {
  const plot = { x: box.x + 52, y: box.y + 28, width: box.width - 112, height: box.height - 76 };
  const bottom = plot.y + plot.height;
  const doublings = Math.max(1, Math.log2(rows.at(-1)?.concurrency ?? 2));
  const mostRate = niceTop(Math.max(...rows.map(({ pagesPerSecond }) => pagesPerSecond.most)));
  const mostMs = niceTop(Math.max(1, ...rows.map(({ p95Ms }) => p95Ms ?? 0)));
  const xOf = ({ concurrency }: LabRow): number =>
    plot.x + (Math.log2(concurrency) / doublings) * plot.width;
  const yOf = (value: number, most: number): number => bottom - (value / most) * plot.height;

  ctx.lineWidth = 1;
  for (const quarter of [0, 1, 2, 3, 4]) {
    const y = yOf(quarter, 4);
    line(ctx, colours.grid, [
      [plot.x, y],
      [plot.x + plot.width, y],
    ]);
    const rate = formatCompact((mostRate * quarter) / 4);
    const ms = formatCompact((mostMs * quarter) / 4);
    write(ctx, rate, plot.x - 10, y + 4, { size: 12, colour: muted, align: 'right' });
    write(ctx, ms, plot.x + plot.width + 10, y + 4, { size: 12, colour: muted });
  }
  write(ctx, 'Pages/s', box.x, box.y + 12, { size: 12, weight: 600, colour: colours.rate });
  const right = { size: 12, weight: 600, colour: colours.latency, align: 'right' } as const;
  write(
    ctx,
    'Latency in ms: half of the pages, and (dashed) 95% of them',
    box.x + box.width,
    box.y + 12,
    right,
  );
  for (const row of rows) {
    const text = formatCompact(row.concurrency);
    write(ctx, text, xOf(row), bottom + 20, { size: 12, colour: muted, align: 'center' });
  }
  const middle = plot.x + plot.width / 2;
  write(ctx, 'Pages at once', middle, bottom + 42, { size: 12, colour: muted, align: 'center' });

  const knee = kneeOf(rows);
  if (knee !== null) {
    ctx.setLineDash([6, 5]);
    line(ctx, colours.knee, [
      [xOf(knee), plot.y],
      [xOf(knee), bottom],
    ]);
    ctx.setLineDash([]);
    const align = xOf(knee) > middle ? 'right' : 'left';
    const x = xOf(knee) + (align === 'right' ? -8 : 8);
    write(ctx, 'Knee', x, bottom - 8, { size: 12, weight: 600, colour: colours.knee, align });
  }
  const latency = (figure: 'p50Ms' | 'p95Ms') =>
    rows.flatMap((row) => {
      const ms = row[figure];
      return ms === null ? [] : [[xOf(row), yOf(ms, mostMs)] as const];
    });
  ctx.lineWidth = 1.75;
  line(ctx, colours.latency, latency('p50Ms'));
  ctx.setLineDash([5, 4]);
  line(ctx, colours.latency, latency('p95Ms'));
  ctx.setLineDash([]);
  ctx.lineWidth = 2.5;
  line(
    ctx,
    colours.rate,
    rows.map((row) => [xOf(row), yOf(row.pagesPerSecond.median, mostRate)]),
  );
  ctx.lineWidth = 1.5;
  for (const row of rows) {
    const { least, most } = row.pagesPerSecond;
    line(ctx, colours.rate, [
      [xOf(row), yOf(least, mostRate)],
      [xOf(row), yOf(most, mostRate)],
    ]);
    ctx.beginPath();
    ctx.arc(xOf(row), yOf(row.pagesPerSecond.median, mostRate), 4, 0, 2 * Math.PI);
    ctx.fillStyle = colours.rate;
    ctx.fill();
  }
}

function line(
  ctx: CanvasRenderingContext2D,
  colour: string,
  points: readonly (readonly [number, number])[],
): void {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  points.forEach(([x, y], index) => {
    if (index === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  });
  ctx.stroke();
}

/** The next value of 1, 2, 4, 6, 8, 10 times a power of ten: quarters of these are easy to read. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  const step = [1, 2, 4, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}
