import { resolve } from 'node:path';
import { assertNever } from '#shared/assert-never.ts';
import { type LabKind, labKinds, mostListPages, tunedWays } from '#shared/engine-protocol/lab.ts';
import type { Way } from '#shared/job/way.ts';
import { ways } from '#shared/job/way.ts';
import { quoted } from '#shared/plain-text.ts';
import type { IdentityWords } from './identity.ts';
import { number, outPath, wrong } from './word-values.ts';

/** The parsed arguments of `trawl lab compare`, `trawl lab tune` and `trawl lab render`. */
export interface LabWords extends IdentityWords {
  readonly kind: 'lab';
  readonly workload:
    | {
        readonly kind: 'sample';
        readonly pages: number;
        readonly latencyMs: number;
        readonly sizeBytes: number;
        readonly errorRate: number;
      }
    | { readonly kind: 'job'; readonly job: string; readonly limit: number };
  readonly plan:
    | { readonly kind: 'compare'; readonly ways: readonly Way[]; readonly concurrency: number }
    | { readonly kind: 'tune'; readonly way: Exclude<Way, 'sequential'>; readonly upTo: number }
    | { readonly kind: 'render'; readonly concurrency: number };
  readonly repeats: number;
  /** Null if no figures are written; a null path is standard output. */
  readonly json: { readonly path: string | null } | null;
  readonly quiet: boolean;
  readonly data: string | null;
}

export const labOptions = {
  pages: { type: 'string' },
  latency: { type: 'string' },
  size: { type: 'string' },
  errors: { type: 'string' },
  ways: { type: 'string' },
  way: { type: 'string' },
  'up-to': { type: 'string' },
  repeats: { type: 'string' },
  limit: { type: 'string' },
  json: { type: 'string' },
} as const;

type Values = { readonly [name in keyof typeof labOptions]?: string | undefined } & {
  readonly concurrency?: string | undefined;
};

/** @throws TrawlError BAD_INPUT */
export function labWords(
  what: string,
  job: string | undefined,
  values: Values,
  common: Pick<LabWords, 'cookies' | 'proxies' | 'quiet' | 'data'>,
): LabWords {
  const kind = labKinds.find((name) => name === what);
  if (kind === undefined) {
    throw wrong(`"trawl lab" does not understand ${quoted(what)}: it compares, tunes or renders.`);
  }
  refuse(values, notOf[kind], `lab ${what}`);
  if (kind === 'render' && job === undefined) {
    throw wrong(
      '"trawl lab render" compares the pages of a job, fetched and rendered: name its file.',
    );
  }
  if (job === undefined) refuse(values, ['limit'], `lab ${what}`, ' without a job file');
  else refuse(values, ['pages', 'latency', 'size', 'errors'], `lab ${what}`, ' with a job file');
  return {
    kind: 'lab',
    ...common,
    workload: job === undefined ? sampleOf(kind, values) : jobOf(job, values),
    plan: planOf(kind, values),
    repeats: number('--repeats', values.repeats, 1, 10) ?? 3,
    json: values.json === undefined ? null : { path: outPath(values.json) },
  };
}

/** The options of the others. */
const notOf: Readonly<Record<LabKind, readonly (keyof Values)[]>> = {
  compare: ['way', 'up-to'],
  tune: ['ways', 'concurrency'],
  render: ['way', 'ways', 'up-to'],
};

function planOf(kind: LabKind, values: Values): LabWords['plan'] {
  const atOnce = number('--concurrency', values.concurrency, 1, 1000);
  switch (kind) {
    case 'compare':
      return { kind, ways: waysOf(values.ways), concurrency: atOnce ?? 16 };
    case 'tune': {
      const upTo = number('--up-to', values['up-to'], 1, 1000) ?? 256;
      return { kind, way: wayOf(values.way), upTo };
    }
    case 'render':
      return { kind, concurrency: atOnce ?? 4 };
    default:
      return assertNever(kind);
  }
}

function sampleOf(what: LabKind, values: Values): LabWords['workload'] {
  return {
    kind: 'sample',
    pages: number('--pages', values.pages, 10, 100_000) ?? (what === 'compare' ? 500 : 2000),
    latencyMs: number('--latency', values.latency, 0, 10_000) ?? 20,
    sizeBytes: 1024 * (number('--size', values.size, 2, 16_384) ?? 12),
    errorRate: (number('--errors', values.errors, 0, 100) ?? 0) / 100,
  };
}

function jobOf(job: string, { limit }: Values): LabWords['workload'] {
  const most = number('--limit', limit, 1, mostListPages);
  if (most !== null) return { kind: 'job', job: resolve(job), limit: most };
  throw wrong(
    "Every run fetches the pages of the list anew, from other people's servers: say with --limit N how many of them.",
  );
}

function waysOf(text: string | undefined): readonly Way[] {
  if (text === undefined) return ways;
  const given = new Set(text.split(',').map((name) => name.trim()));
  const known = ways.filter((way) => given.has(way));
  if (known.length === given.size) return known;
  throw wrong(`--ways takes ${ways.join(', ')}, with commas between them, not ${quoted(text)}.`);
}

function wayOf(text: string | undefined): Exclude<Way, 'sequential'> {
  if (text === undefined) return 'event-loop';
  const way = tunedWays.find((name) => name === text);
  if (way !== undefined) return way;
  throw wrong(`--way takes one of ${tunedWays.join(', ')}, not ${quoted(text)}.`);
}

function refuse(
  values: Values,
  names: readonly (keyof Values)[],
  command: string,
  where = '',
): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw wrong(`"trawl ${command}"${where} takes no --${given}.`);
}
