import type { HostLine, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { formatCount, formatDuration, formatQuantity } from '#shared/format.ts';
import classes from './host-table.module.css';
import { hostName } from './limit-sentence.ts';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';
import { waitWords } from './run-words.ts';

const noHosts: readonly HostLine[] = [];
const hostsOf = (snapshot: RunSnapshot | null) => ({
  lines: snapshot?.hosts ?? noHosts,
  count: snapshot?.hostCount ?? 0,
  // For a run at rest, `allowed` is 0 for every host.
  paced: snapshot?.hosts.some(({ allowed }) => allowed > 0) ?? false,
});

export function HostTable({ feed }: { readonly feed: RunFeed }) {
  const { lines, count, paced } = useSampled(feed, 500, hostsOf, sameJson);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and it scrolls by keyboard
    <section className={classes['scroll']} aria-label="Hosts" tabIndex={0}>
      <table className={classes['table']}>
        <caption className="visually-hidden">Hosts of this run, the busiest first</caption>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Queued</th>
            <th scope="col">Active</th>
            {paced && (
              <th scope="col" title="How many pages it may be asked for at once now">
                Allowed
              </th>
            )}
            <th scope="col">Done</th>
            <th scope="col">Failed</th>
            <th scope="col">Latency</th>
            <th scope="col">Waits</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <HostRow key={line.host} line={line} paced={paced} />
          ))}
        </tbody>
      </table>
      {lines.length === 0 && (
        <p className={classes['note']}>No host has been asked in this session.</p>
      )}
      {count > lines.length && lines.length > 0 && (
        <p className={classes['note']}>
          and {formatQuantity(count - lines.length, 'other host')}, less busy
        </p>
      )}
    </section>
  );
}

interface HostRowProps {
  readonly line: HostLine;
  readonly paced: boolean;
}

function HostRow({ line, paced }: HostRowProps) {
  return (
    <tr>
      <th scope="row" title={line.host}>
        {hostName(line.host)}
      </th>
      <td>{formatCount(line.queued)}</td>
      <td>{formatCount(line.active)}</td>
      {paced && <td>{formatCount(line.allowed)}</td>}
      <td>{formatCount(line.done)}</td>
      <td data-bad={line.failed > 0 || undefined}>{formatCount(line.failed)}</td>
      <td>{line.latencyMs === null ? '–' : formatDuration(line.latencyMs)}</td>
      <td>{waitWords(line)}</td>
    </tr>
  );
}
