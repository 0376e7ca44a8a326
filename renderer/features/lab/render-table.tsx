import { formatBytes, formatCount, formatDuration, formatRate } from '#shared/format.ts';
import { approachName } from '#shared/lab/approach.ts';
import { type LabRow, timesAsLong } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';
import { pageTime, timesText } from './lab-words.ts';
import { SpreadBar } from './spread-bar.tsx';

/** The pages without a browser and with one, side by side. */
export function RenderTable({ rows }: { readonly rows: readonly LabRow[] }) {
  const most = Math.max(0, ...rows.map(({ pagesPerSecond }) => pagesPerSecond.most));
  return (
    <table className={classes['table']} data-selectable>
      <thead>
        <tr>
          <th scope="col">Approach</th>
          <th scope="col">Time</th>
          <th scope="col">A page</th>
          <th scope="col">Pages/s</th>
          <th scope="col" className={classes['barCell']}>
            <span className="visually-hidden">From least to most</span>
          </th>
          <th scope="col">Against fetched</th>
          <th scope="col">Memory</th>
          <th scope="col">Failed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const times = timesAsLong(rows, row);
          return (
            <tr key={row.render}>
              <th scope="row">{approachName(row)}</th>
              <td>{formatDuration(row.elapsedMs.median)}</td>
              <td>{pageTime(row)}</td>
              <td className={classes['main']}>{formatRate(row.pagesPerSecond.median)}</td>
              <td className={classes['barCell']}>
                <SpreadBar spread={row.pagesPerSecond} most={most} />
                <span className="visually-hidden">
                  {formatRate(row.pagesPerSecond.least)} to {formatRate(row.pagesPerSecond.most)}
                </span>
              </td>
              <td>{times === null ? '–' : `${timesText(times)} as long`}</td>
              <td>{formatBytes(row.peakRssBytes)}</td>
              <td>{formatCount(row.failed)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
