import type { RunSnapshot, StatusClass } from '#shared/engine-protocol/run.ts';
import { formatBytes, formatCompact, formatCount } from '#shared/format.ts';
import { LiveText } from './live.tsx';
import type { RunFeed } from './run-feed.ts';
import classes from './run-tiles.module.css';

/** The first value whose whole number does not fit its tile. */
const shortFrom = 1_000_000;
const short = (value: number) => (value < shortFrom ? formatCount(value) : formatCompact(value));

interface Tile {
  readonly label: string;
  readonly title: string;
  readonly tone: 'good' | 'plain' | 'warn' | 'bad';
  readonly text: (snapshot: RunSnapshot) => string;
}

const answers = (kind: StatusClass, tone: Tile['tone'], title: string): Tile => ({
  label: kind === 'none' ? 'No answer' : kind,
  title,
  tone,
  text: ({ statusClasses }) => short(statusClasses[kind]),
});

const tiles: readonly Tile[] = [
  answers('2xx', 'good', 'Answered with the page'),
  answers('3xx', 'plain', 'Redirects, followed or not'),
  answers('4xx', 'warn', 'Refused by the server, such as “not found”'),
  answers('5xx', 'bad', 'The server had an error'),
  answers('none', 'bad', 'No answer at all: time limit, connection or address'),
  {
    label: 'Retries',
    title: 'Tries beyond the first',
    tone: 'plain',
    text: ({ retries }) => short(retries),
  },
  {
    label: 'Rows',
    title: 'Rows extracted so far',
    tone: 'plain',
    text: ({ rows }) => short(rows),
  },
  {
    label: 'Received',
    title: 'Bytes as they came over the network',
    tone: 'plain',
    text: ({ bytes }) => formatBytes(bytes),
  },
];

export function RunTiles({ feed }: { readonly feed: RunFeed }) {
  return (
    <dl className={classes['tiles']}>
      {tiles.map(({ label, title, tone, text }) => (
        <div key={label} className={classes['tile']} title={title}>
          <dt className={classes['label']}>{label}</dt>
          <dd className={classes['value']} data-tone={tone}>
            <LiveText feed={feed} text={text} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
