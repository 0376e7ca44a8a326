import type { EngineWorkload } from '#shared/engine-protocol/lab.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { JobRules } from '#shared/job/job.ts';
import { openList } from '../input/open-list.ts';
import type { Login } from '../ports/request-source.ts';
import type { Trial } from './trials.ts';

/** The pages that every run of a plan fetches, from the first one on. */
export interface Work {
  readonly name: string;
  readonly rules: JobRules;
  /** The number of pages to be measured. */
  readonly pages: number;
  /** The first `count` URLs; for a list no more than its pages. */
  urls(count: number): string[];
}

/** Five fields that a person might extract from any page. */
const sampleFields: JobRules['fields'] = [
  { name: 'title', css: 'title' },
  { name: 'description', css: 'meta[name=description]', take: 'attr:content' },
  { name: 'heading', css: 'h1' },
  { name: 'canonical', css: 'link[rel=canonical]', take: 'attr:href' },
  { name: 'links', css: 'a[href]', take: 'count' },
];

/** @throws TrawlError BAD_INPUT for a list without a URL */
export async function workOf(workload: EngineWorkload): Promise<Work> {
  if (workload.kind === 'list') {
    const urls = await firstUrls(workload);
    if (urls.length === 0) throw new TrawlError('BAD_INPUT', 'The list holds no URL to measure.');
    const { rules } = workload;
    return { name: rules.name, rules, pages: urls.length, urls: (count) => urls.slice(0, count) };
  }
  const { origin, pages, latencyMs, sizeBytes, errorRate } = workload;
  const query = `size=${sizeBytes}&latency=${latencyMs}&error=${errorRate}`;
  return {
    name: 'Sample site',
    rules: {
      name: 'Lab',
      fields: sampleFields,
      // A failure is an answer like any other, and not tried again.
      options: { retries: 0, pace: 'fixed', cookies: false },
    },
    pages,
    urls: (count) =>
      Array.from({ length: count }, (_, index) => `${origin}/bytes/${index + 1}?${query}`),
  };
}

async function firstUrls({
  input,
  pages,
}: Extract<EngineWorkload, { kind: 'list' }>): Promise<string[]> {
  const urls = new Map<string, string>();
  const reader = await openList(input);
  const abort = new AbortController();
  try {
    for await (const { items } of reader.batches(abort.signal)) {
      for (const { url, key, login } of items) {
        if (url === null || key === null || urls.has(key)) continue;
        urls.set(key, withLogin(url, login));
        if (urls.size === pages) return [...urls.values()];
      }
    }
  } finally {
    abort.abort();
  }
  return [...urls.values()];
}

function withLogin(url: string, login: Login | undefined): string {
  if (login === undefined) return url;
  const whole = new URL(url);
  whole.username = login.user;
  whole.password = login.password;
  return whole.href;
}

/**
 * The rules of one run. For sites other than the sample site, the limits of the job for a host apply. The run
 * never pauses by itself: failed pages and pages without values are what a measurement is to show, and it ends
 * after at most 500 pages. It fetches the pages of the list and follows no next ones, so that every run fetches
 * the same.
 */
export function rulesAt(
  { rules }: Work,
  isSample: boolean,
  { way, concurrency, render }: Pick<Trial, 'way' | 'concurrency' | 'render'>,
): JobRules {
  const perHost = isSample ? { perHost: concurrency } : {};
  const rendered = render === null ? {} : { render };
  const own = { ...perHost, ...rendered, concurrency, way, safeguard: false };
  const { next: _, ...ofPages } = rules;
  return { ...ofPages, options: { ...rules.options, ...own } };
}
