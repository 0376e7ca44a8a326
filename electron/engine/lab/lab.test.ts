import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LabReport } from '#shared/engine-protocol/lab.ts';
import type { EngineApi, EngineParams } from '#shared/engine-protocol/protocol.ts';
import { ways } from '#shared/job/way.ts';
import { type SampleSite, startSampleSite } from '../../sample-site/start-sample-site.ts';
import { createEngine } from '../create-engine.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { CreateRenderer } from '../ports/renderer.ts';
import { type CountingSite, startCountingSite } from '../test-support/counting-site.ts';
import { openEngine } from '../test-support/open-engine.ts';

// Every measured run starts its own threads or processes, and there are dozens of runs.
vi.setConfig({ testTimeout: 120_000 });

type Plan = EngineParams<'lab.start'>['plan'];

let dataDir = '';
let sample: SampleSite;
let engine: EngineApi;
let reports: LabReport[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-lab-'));
  sample = await startSampleSite({ ports: 0 });
  open();
});
afterEach(async () => {
  await engine.close();
  await sample.close();
  await rm(dataDir, { recursive: true, force: true });
});

function open(more: Partial<EngineOptions> = {}): void {
  engine = openEngine({ dataDir, ...more });
  reports = [];
  engine.onEvent((event) => {
    if (event.kind === 'lab') reports.push(event.report);
  });
}

const site = (more: object = {}): Plan['workload'] => ({
  kind: 'sample',
  origin: sample.origins[0],
  pages: 30,
  latencyMs: 1,
  sizeBytes: 2048,
  errorRate: 0,
  ...more,
});
const compare = (more: object = {}): Plan => ({
  kind: 'compare',
  workload: site(),
  concurrency: 4,
  ways: [...ways],
  repeats: 2,
  ...more,
});
const measured = ({ samples }: LabReport) =>
  samples.map(({ way, concurrency, round }) => `${round} ${way} ${concurrency}`);

const linesOf = ({ input }: Extract<Plan['workload'], { kind: 'list' }>): readonly string[] =>
  input.kind === 'lines' ? input.lines : [];

/** Resolves at the first report that fulfils the condition. */
function until(wanted: (report: LabReport) => boolean): Promise<LabReport> {
  return new Promise((resolve) => {
    const off = engine.onEvent((event) => {
      if (event.kind !== 'lab' || !wanted(event.report)) return;
      off();
      resolve(event.report);
    });
  });
}

describe('the Lab compares', () => {
  it('every way in every round, none of them always first, and leaves nothing behind', async () => {
    const report = await engine.call('lab.start', { plan: compare() });
    expect(report).toMatchObject({ state: 'done', problem: null, now: null });
    expect(measured(report)).toEqual([
      '1 sequential 4',
      '1 threads 4',
      '1 processes 4',
      '1 event-loop 4',
      '2 threads 4',
      '2 processes 4',
      '2 event-loop 4',
      '2 sequential 4',
    ]);
    for (const sample of report.samples) {
      expect(sample).toMatchObject({ done: 30, failed: 0, disturbed: false });
      expect(sample.elapsedMs).toBeGreaterThan(0);
      expect(sample.peakRssBytes).toBeGreaterThan(10_000_000);
      expect(sample.cpuMs).toBeGreaterThan(0);
      expect(sample.latency?.p95Ms).toBeGreaterThanOrEqual(sample.latency?.p50Ms ?? 1e9);
    }
    // A warm-up of each way came first, and is not counted.
    const warm = reports.filter(({ now }) => now?.phase === 'warm-up').map(({ now }) => now?.way);
    expect(new Set(warm).size).toBeGreaterThan(1);
    expect(reports.at(-1)).toEqual(report);
    expect(await engine.call('lab.report', {})).toEqual(report);
    expect(await engine.call('runs.list', { job: null })).toEqual([]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('a site that fails now and then, with its failures counted and not tried again', async () => {
    const workload = site({ errorRate: 0.3 });
    const { samples } = await engine.call('lab.start', {
      plan: compare({ workload, ways: ['event-loop'] }),
    });
    for (const { done, failed } of samples) {
      expect(done + failed).toBe(30);
      expect(failed).toBeGreaterThan(0);
    }
    expect(new Set(samples.map(({ failed }) => failed)).size).toBe(1);
  });

  it('at most so many pages of a list, each once in a run, with no warm-up', async () => {
    const counting: CountingSite = await startCountingSite(1);
    try {
      const lines = ['# mine', ...[1, 2, 2, 3, 4, 5, 6].map(counting.url), 'no url'];
      const workload: Plan['workload'] = {
        kind: 'list',
        pages: 4,
        input: { kind: 'lines', lines },
        rules: { name: 'Mine', fields: [{ name: 'title', css: 'h1' }], options: { perHost: 2 } },
      };
      const plan = compare({ workload, ways: ['sequential', 'threads'], concurrency: 8 });
      const report = await engine.call('lab.start', { plan });
      expect(report.setup.workload).toEqual({ kind: 'list', name: 'Mine', pages: 4 });
      expect(counting.answered).toEqual(
        new Map([1, 2, 3, 4].map((page) => [`/page/${page}`, 4] as const)),
      );
      // The job's own limit for a host applies.
      expect(counting.takePeak()).toBeLessThanOrEqual(2);
    } finally {
      await counting.close();
    }
  });

  it('nothing while a run of a job is going on, and says of figures that one came in between', async () => {
    const counting = await startCountingSite(1);
    const job = (path: string): EngineParams<'run.start'> => ({
      jobId: null,
      rules: { name: 'Beside', fields: [{ name: 'title', css: 'h1' }] },
      input: { kind: 'lines', lines: [`${counting.origin}${path}`] },
    });
    try {
      const { runId } = await engine.call('run.start', job('/hang/1'));
      await expect(engine.call('lab.start', { plan: compare() })).rejects.toThrow(
        /A run is going on/,
      );
      await engine.call('run.pause', { runId });
      const plan = compare({ ways: ['event-loop'], workload: site({ latencyMs: 20 }) });
      const going = engine.call('lab.start', { plan });
      await until(({ now }) => now?.phase === 'measure');
      await engine.call('run.unpause', { runId });
      expect((await going).samples.map(({ disturbed }) => disturbed)).toContain(true);
    } finally {
      await counting.close();
    }
  });
});

describe('where no process can be started', () => {
  it('processes are left out, and said to be', async () => {
    const other = createEngine({ dataDir });
    try {
      const plan = compare({ ways: ['processes', 'event-loop'], repeats: 1 });
      const report = await other.call('lab.start', { plan });
      expect(report).toMatchObject({ state: 'done', leftOut: ['processes'] });
      expect(measured(report)).toEqual(['1 event-loop 4']);
      const alone = other.call('lab.start', { plan: compare({ ways: ['processes'] }) });
      await expect(alone).rejects.toThrow(/Processes: that way cannot run here/);
      expect((await other.call('lab.start', { plan })).state).toBe('done');
    } finally {
      await other.close();
    }
  });
});

describe('the Lab tunes', () => {
  it('over rising concurrency, to its bound', async () => {
    const plan: Plan = {
      kind: 'tune',
      workload: site({ latencyMs: 20 }),
      way: 'event-loop',
      upTo: 6,
      repeats: 2,
    };
    const report = await engine.call('lab.start', { plan });
    expect(report).toMatchObject({ state: 'done', setup: { concurrencies: [1, 2, 4, 6] } });
    expect(measured(report)).toEqual([
      ...[1, 2, 4, 6].map((concurrency) => `1 event-loop ${concurrency}`),
      ...[6, 4, 2, 1].map((concurrency) => `2 event-loop ${concurrency}`),
    ]);
  });

  it('no further than where more at once brings no more', async () => {
    // A list whose host allows one request at a time: no concurrency makes that faster.
    const counting = await startCountingSite(15);
    try {
      const workload: Plan['workload'] = {
        kind: 'list',
        pages: 20,
        input: { kind: 'lines', lines: Array.from({ length: 20 }, (_, n) => counting.url(n)) },
        rules: { name: 'Mine', fields: [], options: { perHost: 1 } },
      };
      const plan: Plan = { kind: 'tune', workload, way: 'event-loop', upTo: 256, repeats: 1 };
      const report = await engine.call('lab.start', { plan });
      expect(report.flattened).toBe(true);
      expect(report.samples.length).toBe(report.setup.concurrencies.length);
      expect(report.setup.concurrencies.at(-1)).toBeLessThan(256);
    } finally {
      await counting.close();
    }
  });
});

describe('the Lab renders', () => {
  const pages: readonly string[] = [
    '<li>Tea <b>3.00</b></li>',
    '<li>Tea</li>',
    '<li>Tea <b>4.00</b></li>',
    '<li>Tea</li>',
    '<li>Tea <i>new</i></li>',
  ];
  /** What the scripts of the pages do, by the number of the page. */
  const scripts: readonly ((html: string) => string)[] = [
    (html) => html,
    (html) => html.replace('</li>', '<b>5.00</b></li>'),
    (html) => html.replace('4.00', '4.50'),
    (html) => `${html}<li>Coffee</li>`,
    (html) => html.replace('<i>new</i>', ''),
  ];
  const numberOf = (url: string | undefined): number => Number(/\/(\d)$/.exec(url ?? '')?.[1]);
  const createRenderer: CreateRenderer = () => ({
    async render(page) {
      const html = new TextDecoder().decode(page.body);
      const after = scripts[numberOf(page.url)]?.(html) ?? html;
      return { kind: 'page', page: { ...page, body: new TextEncoder().encode(after) } };
    },
    close: () => Promise.resolve(),
  });
  let shop: Server;
  let workload: Plan['workload'];

  beforeEach(async () => {
    shop = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<ul>${pages[numberOf(request.url)]}</ul>`);
    });
    await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
    const fields = [
      { name: 'price', css: 'b' },
      { name: 'mark', css: 'i' },
    ];
    workload = {
      kind: 'list',
      pages: 5,
      input: { kind: 'lines', lines: pages.map((_, number) => `${origin}/${number}`) },
      rules: { name: 'Shop', each: 'li', fields, options: { render: 'auto', robots: false } },
    };
  });
  afterEach(() => new Promise((resolve) => shop.close(resolve)));

  it('the pages of a list, and tells which values a browser changes', async () => {
    await engine.close();
    open({ createRenderer });
    const plan: Plan = { kind: 'render', workload, concurrency: 2, repeats: 2 };
    const report = await engine.call('lab.start', { plan });
    expect(report).toMatchObject({ state: 'done', problem: null, setup: { ways: ['event-loop'] } });
    expect(report.samples.map(({ round, render }) => `${round} ${render}`)).toEqual([
      '1 never',
      '1 always',
      '2 always',
      '2 never',
    ]);
    for (const { done, pageMs } of report.samples) {
      expect(done).toBe(5);
      expect(pageMs).toBeGreaterThanOrEqual(0);
    }
    const [, second, third, , fifth] = workload.kind === 'list' ? linesOf(workload) : [];
    expect(report.differences).toEqual({
      pages: 5,
      rows: 5,
      onlyFetched: 0,
      onlyRendered: 1,
      fields: [
        {
          name: 'price',
          same: 3,
          differs: 1,
          onlyFetched: 0,
          onlyRendered: 1,
          examples: [
            { url: second, fetched: '', rendered: '5.00' },
            { url: third, fetched: '4.00', rendered: '4.50' },
          ],
        },
        {
          name: 'mark',
          same: 4,
          differs: 0,
          onlyFetched: 1,
          onlyRendered: 0,
          examples: [{ url: fifth, fetched: 'new', rendered: '' }],
        },
      ],
    });
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('nothing without a browser, and says why there is none', async () => {
    const plan: Plan = { kind: 'render', workload, concurrency: 2, repeats: 1 };
    const without = engine.call('lab.start', { plan });
    await expect(without).rejects.toThrow(/^Pages cannot be rendered here.*there is no browser\.$/);
    await engine.close();
    open({
      openRenderHost: () => Promise.reject(new Error('there is no display')),
    });
    const failing = engine.call('lab.start', { plan });
    await expect(failing).rejects.toThrow('nothing to compare: there is no display.');
    expect(reports).toEqual([]);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('no pages of the sample site, which need no browser', async () => {
    const plan: Plan = { kind: 'render', workload: site(), concurrency: 2, repeats: 1 };
    await expect(engine.call('lab.start', { plan })).rejects.toThrow('over the list of a job');
  });
});

describe('the Lab, cut off', () => {
  it('keeps what was measured when it is stopped, and measures again', async () => {
    const plan = compare({ workload: site({ pages: 60, latencyMs: 20 }), repeats: 5 });
    const going = engine.call('lab.start', { plan });
    await expect(engine.call('lab.start', { plan })).rejects.toThrow(/measuring already/);
    await until(({ samples, now }) => samples.length === 1 && now !== null);
    await engine.call('lab.stop', {});
    const report = await going;
    expect(report).toMatchObject({ state: 'stopped', now: null });
    expect(measured(report)).toEqual(['1 sequential 4']);
    expect(await readdir(dataDir)).toEqual([]);
    const again = compare({ ways: ['event-loop'], repeats: 1 });
    expect((await engine.call('lab.start', { plan: again })).state).toBe('done');
  });

  it('ends with the engine', async () => {
    const plan = compare({ workload: site({ latencyMs: 50 }) });
    const going = engine.call('lab.start', { plan });
    await until(({ now }) => (now?.settled ?? 0) > 0);
    await engine.close();
    expect((await going).state).toBe('stopped');
    expect(await readdir(dataDir)).toEqual([]);
  });

  it('fails with the reason, with what was measured by then', async () => {
    const rules = { name: 'Mine', fields: [{ name: 'title', css: 'h1[' }] };
    const input = { kind: 'lines' as const, lines: [`${sample.origins[0]}/product/1`] };
    const workload: Plan['workload'] = { kind: 'list', pages: 1, input, rules };
    const report = await engine.call('lab.start', { plan: compare({ workload }) });
    expect(report).toMatchObject({ state: 'failed', samples: [], now: null });
    expect(report.problem).toContain('fields[0].css');
  });

  it('measures in one process at a time, and sweeps what a killed one has left', async () => {
    const other = createEngine({ dataDir });
    try {
      const going = engine.call('lab.start', { plan: compare({ repeats: 5 }) });
      await until(({ now }) => now?.phase === 'measure');
      await expect(other.call('lab.start', { plan: compare() })).rejects.toThrow(
        /Another window or command/,
      );
      await engine.call('lab.stop', {});
      expect((await going).state).toBe('stopped');
    } finally {
      await other.close();
    }
    await engine.close();
    await mkdir(join(dataDir, 'lab'));
    await writeFile(join(dataDir, 'lab', 'left.sqlite'), 'of a process that was killed');
    open();
    await engine.call('lab.report', {});
    await engine.close();
    expect(existsSync(join(dataDir, 'lab'))).toBe(false);
  });
});
