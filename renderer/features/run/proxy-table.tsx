import type { ProxyLine, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { formatCount, formatDuration } from '#shared/format.ts';
import classes from './host-table.module.css';
import { sameJson, useSampled } from './live.tsx';
import type { RunFeed } from './run-feed.ts';

const noProxies: readonly ProxyLine[] = [];
const proxiesOf = (snapshot: RunSnapshot | null) => snapshot?.proxies ?? noProxies;

/** The state of the run's proxies, those in trouble first. */
export function ProxyTable({ feed }: { readonly feed: RunFeed }) {
  const lines = useSampled(feed, 500, proxiesOf, sameJson);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and it scrolls by keyboard
    <section className={classes['scroll']} aria-label="Proxies" tabIndex={0}>
      <table className={classes['table']}>
        <caption className="visually-hidden">
          Proxies of this run, those in trouble first, at most 50
        </caption>
        <thead>
          <tr>
            <th scope="col">Proxy</th>
            <th scope="col">Active</th>
            <th scope="col">Done</th>
            <th scope="col">Failed</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.proxy}>
              <th scope="row" title={line.proxy}>
                {line.proxy}
              </th>
              <td>{formatCount(line.active)}</td>
              <td>{formatCount(line.done)}</td>
              <td data-bad={line.failed > 0 || undefined}>{formatCount(line.failed)}</td>
              <td className={classes['said']} title={line.lastFailure ?? undefined}>
                {stateOf(line)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function stateOf({ state, restMs, lastFailure }: ProxyLine): string {
  const why = lastFailure === null ? '' : `: ${lastFailure}`;
  if (state === 'ok') return lastFailure === null ? 'Works' : `Works, failed before${why}`;
  const rest = restMs > 0 ? `Rests ${formatDuration(restMs)}` : 'Rests';
  return `${rest}${why}`;
}
