import { resolve } from 'node:path';
import { mostListPages, tunedWays } from '#shared/engine-protocol/lab.ts';
import type { Way } from '#shared/job/way.ts';
import { ways } from '#shared/job/way.ts';
import { quoted } from '#shared/plain-text.ts';
import type { IdentityWords } from './identity.ts';
import { number, outPath, wrong } from './word-values.ts';

/** The parsed arguments of `trawl lab compare` and `trawl lab tune`. */
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
    | { readonly kind: 'tune'; readonly way: Exclude<Way, 'sequential'>; readonly upTo: number };
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
  if (what !== 'compare' && what !== 'tune') {
    throw wrong(`"trawl lab" does not understand ${quoted(what)}: it compares or tunes.`);
  }
  refuse(values, what === 'compare' ? ['way', 'up-to'] : ['ways', 'concurrency'], `lab ${what}`);
  if (job === undefined) refuse(values, ['limit'], `lab ${what}`, ' without a job file');
  else refuse(values, ['pages', 'latency', 'size', 'errors'], `lab ${what}`, ' with a job file');
  return {
    kind: 'lab',
    ...common,
    workload: job === undefined ? sampleOf(what, values) : jobOf(job, values),
    plan:
      what === 'compare'
        ? {
            kind: what,
            ways: waysOf(values.ways),
            concurrency: number('--concurrency', values.concurrency, 1, 1000) ?? 16,
          }
        : {
            kind: what,
            way: wayOf(values.way),
            upTo: number('--up-to', values['up-to'], 1, 1000) ?? 256,
          },
    repeats: number('--repeats', values.repeats, 1, 10) ?? 3,
    json: values.json === undefined ? null : { path: outPath(values.json) },
  };
}

function sampleOf(what: 'compare' | 'tune', values: Values): LabWords['workload'] {
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
