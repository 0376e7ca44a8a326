import { formatBytes, formatCount, formatDuration, formatRate } from '#shared/format.ts';
import type { LabRow } from '#shared/lab/lab-rows.ts';
import classes from './lab.module.css';

interface TuneTableProps {
  readonly rows: readonly LabRow[];
  readonly knee: LabRow | null;
}

/** The points of the curve as figures. */
export function TuneTable({ rows, knee }: TuneTableProps) {
  const ms = (value: number | null): string => (value === null ? '–' : formatDuration(value));
  return (
    <table className={classes['table']} data-selectable>
      <thead>
        <tr>
          <th scope="col">At once</th>
          <th scope="col">Pages/s</th>
          <th scope="col">from – to</th>
          <th scope="col">Latency</th>
          <th scope="col">95% within</th>
          <th scope="col">Memory</th>
          <th scope="col">CPU</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.concurrency} data-best={row.concurrency === knee?.concurrency || undefined}>
            <th scope="row">
              {formatCount(row.concurrency)}
              {row.concurrency === knee?.concurrency && (
                <span className={classes['mark']}>knee</span>
              )}
            </th>
            <td className={classes['main']}>{formatRate(row.pagesPerSecond.median)}</td>
            <td>
              {formatRate(row.pagesPerSecond.least)} – {formatRate(row.pagesPerSecond.most)}
            </td>
            <td>{ms(row.p50Ms)}</td>
            <td>{ms(row.p95Ms)}</td>
            <td>{formatBytes(row.peakRssBytes)}</td>
            <td>{formatDuration(row.cpuMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
