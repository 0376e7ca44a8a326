import { formatBytes, formatCount, formatDuration, formatRate } from '#shared/format.ts';
import { wayNames } from '#shared/job/way.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import { fastestOf } from '#shared/lab/noise.ts';
import classes from './lab.module.css';
import { timesWords } from './lab-words.ts';
import { SpreadBar } from './spread-bar.tsx';

/** The ways side by side: figures, and throughput as bars with their spread. */
export function CompareTable({ rows }: { readonly rows: readonly LabRow[] }) {
  const most = Math.max(0, ...rows.map(({ pagesPerSecond }) => pagesPerSecond.most));
  const fastest = fastestOf(rows);
  const anyFailed = rows.some(({ failed }) => failed > 0);
  return (
    <table className={classes['table']} data-selectable>
      <thead>
        <tr>
          <th scope="col">Approach</th>
          <th scope="col">Time</th>
          <th scope="col">Pages/s</th>
          <th scope="col" className={classes['barCell']}>
            <span className="visually-hidden">From least to most</span>
          </th>
          <th scope="col">Against sequential</th>
          <th scope="col">Memory</th>
          <th scope="col">CPU</th>
          {anyFailed && <th scope="col">Failed</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.way} data-best={row === fastest || undefined}>
            <th scope="row">{wayNames[row.way]}</th>
            <td>{formatDuration(row.elapsedMs.median)}</td>
            <td className={classes['main']}>{formatRate(row.pagesPerSecond.median)}</td>
            <td className={classes['barCell']}>
              <SpreadBar spread={row.pagesPerSecond} most={most} />
              <span className="visually-hidden">
                {formatRate(row.pagesPerSecond.least)} to {formatRate(row.pagesPerSecond.most)}
              </span>
            </td>
            <td>{timesWords(row)}</td>
            <td>{formatBytes(row.peakRssBytes)}</td>
            <td>{formatDuration(row.cpuMs)}</td>
            {anyFailed && <td>{formatCount(row.failed)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
