import { expect, it } from 'vitest';
import type { Fetcher, FetchOutcome, FetchRules } from '../../ports/fetcher.ts';
import type { RobotsReader } from '../../ports/robots-reader.ts';
import { HostQueue } from '../schedule/host-queue.ts';
import { createFakeClock } from '../test-support/fake-clock.ts';
import { HostGates } from './host-gates.ts';
import { createRobotsFiles } from './robots-files.ts';

const from = 'https://a.example/1';
const to = 'https://b.example/2';
const file = 'https://b.example/robots.txt';

/** Fetches of robots.txt that never end, and the pages for which they are made. */
function filesUnderWay() {
  const begun: FetchRules[] = [];
  const fetcher: Fetcher = {
    fetch(_url, rules) {
      begun.push(rules);
      return new Promise<FetchOutcome>(() => undefined);
    },
    close: () => Promise.resolve(),
  };
  const reader: RobotsReader = {
    read: () => ({ again: null, rules: { crawlDelayMs: 0, forbids: () => null } }),
  };
  const files = createRobotsFiles({
    fetcher,
    rules: () => ({ timeoutMs: 1000, maxBytes: 1000, headers: { 'x-api-key': 'k' } }),
    gates: new HostGates(true),
    reader,
    clock: createFakeClock(),
    random: () => 0.5,
    retries: () => 0,
  });
  const host = new HostQueue({ id: 1, key: 'https://a.example' });
  return { begun, files, redirect: () => void files.mayFollow(host, from, to) };
}

it('shares one fetch among redirects, and none of theirs with the list', () => {
  const { begun, files, redirect } = filesUnderWay();
  redirect();
  redirect();
  expect(begun).toMatchObject([{ ledBy: from, ownOrigin: null }]);
  void files.fetch({ url: file });
  void files.fetch({ url: file });
  expect(begun.map(({ ledBy }) => ledBy)).toEqual([from, undefined]);
});

it('tells of a host that only a page led to where that page was, and whose headers it may get', () => {
  const { begun, files, redirect } = filesUnderWay();
  void files.fetch({ url: file, ledBy: from, ownOrigin: 'https://list.example' });
  redirect();
  expect(begun).toMatchObject([{ ledBy: from, ownOrigin: 'https://list.example' }]);
});

it('lets redirects share a fetch that the list has begun', () => {
  const { begun, files, redirect } = filesUnderWay();
  void files.fetch({ url: file });
  redirect();
  expect(begun.map(({ ledBy }) => ledBy)).toEqual([undefined]);
});
