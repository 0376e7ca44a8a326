import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { followPlace } from '#renderer/ui/follow-place.ts';
import { inOwnTask } from '#renderer/ui/own-task.ts';
import { formatClockDuration, formatCompact, formatRate } from '#shared/format.ts';
import classes from './rate-chart.module.css';
import type { RunSession } from './run-session.ts';

const redrawMs = 500;

/** The rate of done and failed pages per second over the whole run. Draws on a canvas; never renders. */
export function RateChart({ session }: { readonly session: RunSession }) {
  const place = useRef<HTMLDivElement>(null);
  const hint = useRef<HTMLSpanElement>(null);

  useEffect(
    () =>
      inOwnTask(() => {
        const target = place.current;
        if (!target) return () => undefined;
        return openChart(target, session, (text) => {
          if (hint.current) hint.current.textContent = text;
        });
      }),
    [session],
  );

  return (
    <figure className={classes['figure']} aria-label="Pages per second over the time of the run">
      <figcaption className={classes['caption']}>
        <span className={classes['key']} data-kind="done">
          Pages/s
        </span>
        <span className={classes['key']} data-kind="failed">
          Failed/s
        </span>
        <span ref={hint} className={classes['hint']} />
      </figcaption>
      <div ref={place} className={classes['chart']} aria-hidden="true" />
    </figure>
  );
}

/** Draws the chart and keeps it up to date; the returned function closes it. */
function openChart(
  target: HTMLElement,
  session: RunSession,
  say: (text: string) => void,
): () => void {
  const data = () => {
    const state = session.feed.getState().snapshot?.state;
    const [seconds, done, failed] = session.rates.columns(state !== 'running');
    return [[...seconds], [...done], [...failed]] satisfies UPlot.AlignedData;
  };
  const chart = new UPlot(chartOptions(target, say), data(), target);

  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = session.feed.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = null;
      chart.setData(data());
    }, redrawMs);
  });
  const unfollow = followPlace(chart, target);
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
    unfollow();
    chart.destroy();
  };
}

function chartOptions(target: HTMLElement, say: (text: string) => void): UPlot.Options {
  const style = getComputedStyle(target);
  // A computed style is live: read at every drawing, it has the colours of the current scheme.
  const colour = (name: string) => () => style.getPropertyValue(`--trawl-${name}`).trim();
  const font = `11px ${style.fontFamily}`;
  const axis = {
    stroke: colour('muted'),
    font,
    grid: { stroke: colour('border'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: Math.max(80, target.clientWidth),
    height: Math.max(60, target.clientHeight),
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    scales: {
      x: { time: false, range: (chart) => [0, Math.max(5, chart.data[0].at(-1) ?? 0)] },
      y: { range: (_chart, _from, to) => [0, Math.max(1, to * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 22,
        gap: 5,
        space: 70,
        incrs: [
          1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400,
        ],
        values: (_chart, ticks) => ticks.map((seconds) => formatClockDuration(seconds * 1000)),
      },
      {
        ...axis,
        size: 38,
        gap: 4,
        space: 20,
        values: (_chart, ticks) => ticks.map((rate) => formatCompact(rate)),
      },
    ],
    series: [
      {},
      {
        stroke: colour('accent'),
        fill: colour('accent-tint'),
        width: 1.5,
        points: { show: tooFewForALine, size: 5 },
      },
      { stroke: colour('bad'), width: 1.5, points: { show: tooFewForALine, size: 5 } },
    ],
    hooks: {
      setCursor: [
        (chart) => {
          const index = chart.cursor.idx;
          say(index === null || index === undefined ? '' : pointText(chart.data, index));
        },
      ],
    },
  };
}

const tooFewForALine = (chart: UPlot) => chart.data[0].length < 3;

function pointText(data: UPlot.AlignedData, index: number): string {
  const [seconds, done, failed] = [data[0][index], data[1]?.[index], data[2]?.[index]];
  if (seconds === undefined) return '';
  return `${formatClockDuration(seconds * 1000)}: ${formatRate(done ?? 0)} done, ${formatRate(failed ?? 0)} failed`;
}
