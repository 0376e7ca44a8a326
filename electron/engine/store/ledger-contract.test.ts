import { afterEach, describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { RunHealth } from '../core/health/run-health.ts';
import { MemoryLedger } from '../core/test-support/memory-ledger.ts';
import type { InputItem } from '../ports/input-reader.ts';
import type { NextPage } from '../ports/lead.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { QueuedRequest } from '../ports/request-source.ts';
import type { RunLedger } from '../ports/run-ledger.ts';
import { openRunFile } from './run-file.ts';
import { batch, createRun, done, failed, item, trace } from './run-fixture.ts';

/**
 * The rules that the core relies on, for the file of a run and for the ledger in memory that the core's own
 * tests use: a run that works with one works with the other.
 */
const ledgers: readonly (readonly [string, () => RunLedger])[] = [
  ['the file of a run', () => kept(createRun(0, { grows: true }))],
  [
    'the file of a run that was closed and opened again',
    () => kept(createRun(0, { grows: true }), true),
  ],
  ['the ledger in memory', () => new MemoryLedger()],
];

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** @param reopens every call is the first one after opening the file */
function kept(run: ReturnType<typeof createRun>, reopens = false): RunLedger {
  if (!reopens) {
    closers.push(() => run.close());
    return run;
  }
  const { file } = run;
  run.close();
  const inFile = <T>(work: (opened: RunLedger) => T): T => {
    const opened = openRunFile(file);
    try {
      return work(opened);
    } finally {
      opened.close();
    }
  };
  return {
    hosts: (...params) => inFile((opened) => opened.hosts(...params)),
    take: (...params) => inFile((opened) => opened.take(...params)),
    commit: (...params) => inFile((opened) => opened.commit(...params)),
    imported: () => inFile((opened) => opened.imported()),
    counts: () => inFile((opened) => ({ ...opened.counts() })),
    totals: () => inFile((opened) => opened.totals()),
    hostCounts: (...params) => inFile((opened) => opened.hostCounts(...params)),
    import: (...params) => inFile((opened) => opened.import(...params)),
    importDone: () => inFile((opened) => opened.importDone()),
    setState: (...params) => inFile((opened) => opened.setState(...params)),
    requeueFailed: (...params) => inFile((opened) => opened.requeueFailed(...params)),
    get plainKinds() {
      return inFile((opened) => opened.plainKinds);
    },
    keepPlainKind: (...params) => inFile((opened) => opened.keepPlainKind(...params)),
    get suspects() {
      return inFile((opened) => opened.suspects);
    },
    chains: () => inFile((opened) => opened.chains()),
    pages: () => inFile((opened) => opened.pages()),
    health: () => inFile((opened) => opened.health()),
    unread: () => inFile((opened) => opened.unread()),
    valuesOf: (field) => inFile((opened) => [...opened.valuesOf(field)]),
    templates: () => inFile((opened) => opened.templates()),
    acquit: () => inFile((opened) => opened.acquit()),
    started: (...params) => inFile((opened) => opened.started(...params)),
    ended: (...params) => inFile((opened) => opened.ended(...params)),
  };
}

/** Host a: requests 1, 3, 6; host b: 4; line 2 is no URL, line 5 is line 1 again. */
const list: readonly InputItem[] = [
  item(1, 'https://a.example/1'),
  item(2, null, { text: 'nothing', problem: 'no host' }),
  item(3, 'https://a.example/3', { login: { user: 'ann', password: 'pw' } }),
  item(4, 'https://b.example/4'),
  item(5, 'https://a.example/1#again', { key: 'https://a.example/1' }),
  item(6, 'https://a.example/6'),
];
const atA = { id: 1, hostId: 1 };
const otherAtA = { id: 3, hostId: 1 };
const atB = { id: 4, hostId: 2 };

const leadTo = (url: string): NextPage => {
  const host = new URL(url).origin;
  return { kind: 'lead', lead: { relation: 'next', fromNumber: 0, url, key: url, host } };
};

const all = (ledger: RunLedger): readonly QueuedRequest[] =>
  ledger.hosts(0, 100).flatMap(({ id }) => ledger.take(id, 0, 100));
const idsOf = (ledger: RunLedger) => all(ledger).map(({ id }) => id);
const countsOf = (ledger: RunLedger) => {
  const { queued, done, failed, skipped } = ledger.counts();
  return { queued, done, failed, skipped };
};
const forbidden = (request: typeof atA): Outcome =>
  failed(request, { state: 'skipped', failure: failure('ROBOTS'), trace: null });

describe.each(ledgers)('%s', (_name, open) => {
  /** Imported in two pieces. */
  const withList = (): RunLedger => {
    const ledger = open();
    ledger.import(batch(list.slice(0, 3)));
    ledger.import(batch(list.slice(3)));
    ledger.importDone();
    return ledger;
  };

  it('has nothing before the list', () => {
    const ledger = open();
    expect(ledger.hosts(0, 10)).toEqual([]);
    expect(ledger.take(1, 0, 10)).toEqual([]);
    expect(countsOf(ledger)).toEqual({ queued: 0, done: 0, failed: 0, skipped: 0 });
    expect(ledger.totals()).toMatchObject({ hosts: 0, rows: 0, errors: [] });
    expect(ledger.requeueFailed(null)).toBe(0);
    expect(ledger.suspects).toBe(0);
  });

  it('numbers every line, queues those that are URLs for the first time, and knows their hosts', () => {
    const ledger = withList();
    expect(ledger.hosts(0, 10)).toEqual([
      { id: 1, key: 'https://a.example' },
      { id: 2, key: 'https://b.example' },
    ]);
    expect(all(ledger)).toEqual([
      { id: 1, hostId: 1, url: 'https://a.example/1' },
      { id: 3, hostId: 1, url: 'https://a.example/3', login: { user: 'ann', password: 'pw' } },
      { id: 6, hostId: 1, url: 'https://a.example/6' },
      { id: 4, hostId: 2, url: 'https://b.example/4' },
    ]);
    expect(countsOf(ledger)).toEqual({ queued: 4, done: 0, failed: 1, skipped: 1 });
    expect(ledger.totals()).toMatchObject({
      hosts: 2,
      statusClasses: { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, none: 0 },
      errors: [{ code: 'INVALID_URL', count: 1, exampleUrl: 'nothing' }],
    });
  });

  it('gives hosts and requests from a place on, at most so many', () => {
    const ledger = withList();
    expect(ledger.hosts(1, 10)).toEqual([{ id: 2, key: 'https://b.example' }]);
    expect(ledger.hosts(0, 1)).toEqual([{ id: 1, key: 'https://a.example' }]);
    expect(ledger.hosts(2, 10)).toEqual([]);
    expect(ledger.take(1, 1, 10).map(({ id }) => id)).toEqual([3, 6]);
    expect(ledger.take(1, 0, 2).map(({ id }) => id)).toEqual([1, 3]);
    expect(ledger.take(1, 6, 10)).toEqual([]);
    expect(ledger.take(7, 0, 10)).toEqual([]);
  });

  it('settles requests: they are queued no more, and everything counts them', () => {
    const ledger = withList();
    ledger.commit([
      done(
        atA,
        [
          ['t', '1'],
          ['u', '2'],
        ],
        { attempts: 3, trace: trace({ wireBytes: 700 }), inBrowser: true },
      ),
      failed(otherAtA, { trace: trace({ status: 404, wireBytes: 300 }) }),
    ]);
    ledger.commit([failed(atB, { failure: failure('DNS_NOT_FOUND'), trace: null })]);
    expect(idsOf(ledger)).toEqual([6]);
    expect(ledger.hosts(0, 10).map(({ id }) => id)).toEqual([1]);
    expect(countsOf(ledger)).toEqual({ queued: 1, done: 1, failed: 3, skipped: 1 });
    expect(ledger.hostCounts(1)).toEqual({ queued: 1, done: 1, failed: 1 });
    expect(ledger.hostCounts(2)).toEqual({ queued: 0, done: 0, failed: 1 });
    const { errors, ...totals } = ledger.totals();
    expect(totals).toEqual({
      counts: { queued: 1, done: 1, failed: 3, skipped: 1 },
      hosts: 2,
      rows: 2,
      inBrowser: 1,
      unmatched: 0,
      bytes: 1000,
      retries: 2,
      statusClasses: { '2xx': 1, '3xx': 0, '4xx': 1, '5xx': 0, none: 1 },
    });
    expect(errors.map(({ code, count, exampleUrl }) => [code, count, exampleUrl])).toEqual([
      ['DNS_NOT_FOUND', 1, 'https://b.example/4'],
      ['HTTP_404', 1, 'https://a.example/3'],
      ['INVALID_URL', 1, 'nothing'],
    ]);
  });

  it('groups failures by their code, the most frequent first, with the first of the list', () => {
    const ledger = withList();
    ledger.commit([failed({ id: 6, hostId: 1 }), failed(atB), failed(otherAtA)]);
    expect(ledger.totals().errors).toMatchObject([
      { code: 'HTTP_404', count: 3, exampleUrl: 'https://a.example/3' },
      { code: 'INVALID_URL', count: 1 },
    ]);
  });

  it('skips what robots.txt forbids, which counts among no answers', () => {
    const ledger = withList();
    ledger.commit([forbidden(atA)]);
    expect(countsOf(ledger)).toEqual({ queued: 3, done: 0, failed: 1, skipped: 2 });
    expect(ledger.hostCounts(1)).toEqual({ queued: 2, done: 0, failed: 0 });
    expect(ledger.totals()).toMatchObject({
      statusClasses: { none: 0 },
      errors: [{ code: 'INVALID_URL' }, { code: 'ROBOTS', count: 1 }],
    });
  });

  it('queues the pages that others lead to, each once, with the page that led to them', () => {
    const ledger = withList();
    expect(ledger.imported()).toBe(6);
    const growth = ledger.commit([
      done(atA, [['One', '1']], { next: leadTo('https://a.example/2') }),
      done(atB, [['Two', '2']], {
        next: leadTo('https://c.example/'),
      }),
    ]);
    expect(growth).toEqual({
      found: 2,
      newHosts: 1,
      hosts: [
        { id: 1, key: 'https://a.example' },
        { id: 3, key: 'https://c.example' },
      ],
    });
    expect(ledger.take(1, 6, 10)).toMatchObject([{ id: 7, url: 'https://a.example/2' }]);
    expect(ledger.take(3, 0, 10)).toMatchObject([{ id: 8, url: 'https://c.example/' }]);
    expect(ledger.hosts(2, 10)).toEqual([{ id: 3, key: 'https://c.example' }]);
    expect(countsOf(ledger)).toEqual({ queued: 4, done: 2, failed: 1, skipped: 1 });
    expect(ledger.totals().hosts).toBe(3);
    expect(ledger.hostCounts(1)).toEqual({ queued: 3, done: 1, failed: 0 });
    expect(ledger.imported()).toBe(6);
  });

  it('queues nothing that a failed page leads to, and nothing that it queued before', () => {
    const ledger = withList();
    const next = leadTo('https://a.example/2');
    const nothing = { found: 0, newHosts: 0, hosts: [] };
    expect(ledger.commit([failed(atA, { next })])).toEqual(nothing);
    expect(ledger.commit([done(atB, [], { next })])).toMatchObject({ found: 1 });
    expect(ledger.requeueFailed('HTTP_404')).toBe(1);
    expect(ledger.commit([done(atA, [], { next })])).toEqual(nothing);
    expect(idsOf(ledger)).toEqual([3, 6, 7]);
  });

  it('leaves a request as it was settled first, and those alone that it does not have', () => {
    const ledger = withList();
    ledger.commit([done(atA, [['first', '1']])]);
    ledger.commit([
      failed(atA),
      done({ id: 99, hostId: 1 }, [['x', 'y']]),
      done({ id: 2, hostId: 1 }, [['x', 'y']]),
      done(otherAtA, []),
    ]);
    expect(countsOf(ledger)).toEqual({ queued: 2, done: 2, failed: 1, skipped: 1 });
    expect(ledger.totals()).toMatchObject({
      rows: 1,
      unmatched: 1,
      errors: [{ code: 'INVALID_URL' }],
    });
  });

  it('queues failed requests again, but no line that is no URL and none that is there twice', () => {
    const ledger = withList();
    ledger.commit([
      failed(atA),
      failed(otherAtA, { failure: failure('DNS_NOT_FOUND'), trace: null }),
      done(atB, [['t', '1']]),
    ]);
    expect(ledger.requeueFailed('DNS_NOT_FOUND')).toBe(1);
    expect(idsOf(ledger)).toEqual([3, 6]);
    expect(ledger.requeueFailed('INVALID_URL')).toBe(0);
    expect(ledger.requeueFailed(null)).toBe(1);
    expect(idsOf(ledger)).toEqual([1, 3, 6]);
    expect(countsOf(ledger)).toEqual({ queued: 3, done: 1, failed: 1, skipped: 1 });
    expect(ledger.hostCounts(1)).toEqual({ queued: 3, done: 0, failed: 0 });
    expect(ledger.totals().errors.map(({ code }) => code)).toEqual(['INVALID_URL']);
    ledger.commit([done(atA, [['again', '1']])]);
    expect(ledger.totals()).toMatchObject({ rows: 2, counts: { done: 2 } });
  });

  it('asks about what robots.txt forbade again only where just that is wanted', () => {
    const ledger = withList();
    ledger.commit([forbidden(atA), failed(atB)]);
    expect(ledger.requeueFailed(null)).toBe(1);
    expect(idsOf(ledger)).toEqual([3, 6, 4]);
    expect(ledger.requeueFailed('ROBOTS')).toBe(1);
    expect(idsOf(ledger)).toEqual([1, 3, 6, 4]);
    expect(countsOf(ledger)).toEqual({ queued: 4, done: 0, failed: 1, skipped: 1 });
  });

  it('keeps the kinds of pages that came without a field for a password', () => {
    const ledger = withList();
    expect(ledger.plainKinds).toEqual([]);
    ledger.keepPlainKind('https://a.example/item/');
    ledger.keepPlainKind('https://b.example/');
    expect(ledger.plainKinds).toEqual(['https://a.example/item/', 'https://b.example/']);
  });

  it('keeps what was learnt on rendering, the newest for each template', () => {
    const ledger = withList();
    expect(ledger.templates()).toEqual([]);
    const evidence = {
      ...{ pages: 4, rendered: 3, full: 0, quiet: 0, check: 40 },
      ...{ rows: null, fields: { price: { looked: 3, filled: 3, vain: 0 } } },
    };
    const one = { host: 'https://a.example', shape: '/a/…', decision: 'render', evidence } as const;
    const other = { ...one, shape: '/p/…?id=…' };
    ledger.commit([done(atA, [['t', '1']])], 1, [{ ...one, decision: 'undecided' }]);
    ledger.commit([done(atB, [['t', '1']])], 2, [one, other]);
    expect(ledger.templates()).toEqual([one, other]);
  });

  it('keeps the health of the run: all of it but for hosts that have not changed', () => {
    const ledger = withList();
    expect(ledger.health()).toBeNull();
    const health = new RunHealth([{ name: 'title' }, { name: 'price' }], null, () => []);
    const commit = (outcome: ReturnType<typeof done>): void => {
      const found = { ...outcome, url: `https://host${outcome.hostId}.example/` };
      health.arrived(found);
      ledger.commit([outcome], 1, [], health.committing([found]));
    };
    commit(done(atA, [['one', '']]));
    commit(
      done(atB, [
        ['one', '£5'],
        ['two', ''],
      ]),
    );
    expect(ledger.health()).toEqual(health.stored);
    expect(ledger.health()?.columns.map(({ rows, filled }) => [rows, filled])).toEqual([
      [3, 3],
      [3, 1],
    ]);
    expect([...(ledger.health()?.hosts.keys() ?? [])]).toEqual([1, 2]);
    expect([...ledger.valuesOf(0)]).toEqual(['one', 'one', 'two']);
    expect([...ledger.valuesOf(1)]).toEqual(['£5']);
    commit(failed(otherAtA) as ReturnType<typeof done>);
    ledger.requeueFailed(null);
    expect(ledger.health()?.columns).toEqual(health.stored.columns);
    expect(ledger.health()?.columns[0]).toMatchObject({ rows: 3 });
  });

  it('no longer counts a rendered page that is queued again', () => {
    const ledger = withList();
    ledger.commit([failed(atA, { inBrowser: true }), failed(atB)]);
    expect(ledger.totals().inBrowser).toBe(1);
    expect(ledger.requeueFailed(null)).toBe(2);
    expect(ledger.totals().inBrowser).toBe(0);
  });

  it('takes the states of a run, and word of every request on its way, without a change to the queue', () => {
    const ledger = withList();
    ledger.started(1);
    ledger.ended(1);
    ledger.acquit();
    ledger.setState('paused', 'why', 1234, 'person');
    ledger.setState('running', null, 2345);
    expect(idsOf(ledger)).toEqual([1, 3, 6, 4]);
    expect(ledger.suspects).toBe(0);
  });
});
