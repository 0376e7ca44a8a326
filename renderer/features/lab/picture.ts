import type { LabKind, LabReport } from '#shared/engine-protocol/lab.ts';
import { formatBytes, formatDuration, formatRate } from '#shared/format.ts';
import { approachName } from '#shared/lab/approach.ts';
import { curveEndOf, curveEndSentence } from '#shared/lab/knee.ts';
import { type LabRow, labRows, timesAsLong } from '#shared/lab/lab-rows.ts';
import { noiseSentence } from '#shared/lab/noise.ts';
import { pageTime, setupWords, timesText, timesWords } from './lab-words.ts';
import { drawCurve } from './picture-curve.ts';
import { ink, margin, muted, width, write } from './picture-text.ts';

const titles: Readonly<Record<LabKind, string>> = {
  compare: 'Ways of running, compared',
  tune: 'Throughput and latency over concurrency',
  render: 'Fetched and rendered pages, compared',
};

/** The picture is drawn at twice its size, for sharp prints. */
const scale = 2;
const accent = '#0b677c';

/** The results as a separate picture (PNG), always in light colours, for use in documents. */
export async function drawPicture(report: LabReport): Promise<Uint8Array<ArrayBuffer>> {
  const rows = labRows(report);
  const { kind } = report.setup;
  const isCurve = kind === 'tune';
  const bodyHeight = isCurve ? 420 : 24 + rows.length * 46;
  const height = 100 + bodyHeight + 84;
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  const ctx = canvas.getContext('2d');
  if (ctx === null) throw new Error('This computer gives no canvas to draw on.');
  ctx.scale(scale, scale);
  ctx.fillStyle = '#ffffff';
  ctx.fillRect(0, 0, width, height);

  write(ctx, titles[kind], margin, 44, { size: 20, weight: 600 });
  write(ctx, setupWords(report), margin, 68, { colour: muted });
  if (isCurve) {
    drawCurve(ctx, rows, { x: margin, y: 96, width: width - 2 * margin, height: bodyHeight - 24 });
  } else drawBars(ctx, rows, 100);

  const end = isCurve ? curveEndOf(rows) : null;
  const { cores, platform } = report.machine;
  const disturbed = report.samples.some((sample) => sample.disturbed);
  const foot = [
    ...(end === null ? [] : [curveEndSentence(end)]),
    noiseSentence(rows, disturbed),
    `Trawl, ${platform}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${new Date(report.startedMs).toISOString().slice(0, 10)}`,
  ];
  foot.forEach((line, index) => {
    write(ctx, line, margin, height - 20 - (foot.length - 1 - index) * 20, {
      colour: muted,
      size: 12,
    });
  });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture could not be made.');
  return new Uint8Array(await blob.arrayBuffer());
}

function drawBars(ctx: CanvasRenderingContext2D, rows: readonly LabRow[], top: number): void {
  const from = 150;
  const room = 470;
  const most = Math.max(1, ...rows.map(({ pagesPerSecond }) => pagesPerSecond.most));
  const isRender = rows.some(({ render }) => render !== null);
  const heads = [
    [from + room + 78, 'pages/s'],
    [from + room + 160, isRender ? 'as long' : 'sequential'],
    [from + room + 240, 'memory'],
    [from + room + 316, isRender ? 'a page' : 'CPU'],
  ] as const;
  for (const [x, text] of heads)
    write(ctx, text, x, top, { colour: muted, size: 12, align: 'right' });
  rows.forEach((row, index) => {
    const y = top + 24 + index * 46;
    const { median, least, most: best } = row.pagesPerSecond;
    const at = (value: number): number => from + (value / most) * room;
    write(ctx, approachName(row), margin, y + 19, { weight: 600 });
    ctx.fillStyle = accent;
    ctx.fillRect(from, y, Math.max(1, at(median) - from), 26);
    ctx.strokeStyle = ink;
    ctx.lineWidth = 1.5;
    ctx.beginPath();
    ctx.moveTo(at(least), y + 13);
    ctx.lineTo(at(best), y + 13);
    for (const value of [least, best]) {
      ctx.moveTo(at(value), y + 7);
      ctx.lineTo(at(value), y + 19);
    }
    ctx.stroke();
    const cells = [
      formatRate(median),
      isRender ? timesText(timesAsLong(rows, row)) : timesWords(row),
      formatBytes(row.peakRssBytes),
      isRender ? pageTime(row) : formatDuration(row.cpuMs),
    ];
    cells.forEach((text, column) => {
      const weight = column === 0 ? 600 : 400;
      write(ctx, text, heads[column]?.[0] ?? 0, y + 19, { align: 'right', weight });
    });
  });
}
