// @ts-check
import { parseArgs } from 'node:util';
import { realPages } from './pages.mjs';

export const usage = `npm run bench -- [options]

  --only NAMES      of small, real, latency, rendering, auto, start, memory; all by default
  --engines NAMES   such as trawl,crawlee; all that are installed by default
  --repeats N       3 by default
  --way WAY         the way of running of Trawl's jobs; the job's default unless given
  --counts NUMBERS  for memory: how long the lists are; 10000,100000,1000000 by default
  --seconds N       for memory: how long each list runs, unless it ends before; 20 by default
  --pages FOLDER    the real pages, as *.html.gz; by default those that lie beside the project
  --quick           a look: once, half of each list, no list of a million
  --json FILE       the results as data too
  --write           into docs/performance.md and docs/performance.json
`;

export const parts = /** @type {const} */ ([
  ...['small', 'real', 'latency'],
  ...['rendering', 'auto', 'start', 'memory'],
]);

/**
 * @param {readonly string[]} words
 */
export function parseOptions(words) {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', default: parts.join(',') },
      engines: { type: 'string' },
      repeats: { type: 'string' },
      way: { type: 'string' },
      counts: { type: 'string' },
      seconds: { type: 'string' },
      pages: { type: 'string', default: realPages },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  return {
    only: values.only.split(','),
    engines: values.engines?.split(',') ?? null,
    repeats: Number(values.repeats ?? (quick ? 1 : 3)),
    way: values.way ?? null,
    counts: (values.counts ?? (quick ? '10000,100000' : '10000,100000,1000000'))
      .split(',')
      .map(Number),
    seconds: Number(values.seconds ?? (quick ? 4 : 20)),
    /** The number of URLs in each list. */
    share: quick ? 0.5 : 1,
    pages: values.pages,
    json: values.json ?? null,
    write: values.write,
    help: values.help,
  };
}

/** @typedef {ReturnType<typeof parseOptions>} Options */
