import { expect, it } from 'vitest';
import { keptLogInSchema } from '#shared/engine-protocol/protocol.ts';
import { PageTraces } from './page-traces.ts';

const told = (entries: readonly (readonly [string, string])[], hasPassword = false) =>
  JSON.stringify({ entries, hasPassword });

it('keeps the storage of each origin as it was last, and the pages with a field for a password', () => {
  const traces = new PageTraces();
  traces.heard('https://a.example/login?next=1#x', told([], true));
  traces.heard('https://a.example/', told([['token', '1']]));
  traces.heard('https://b.example/', told([['x', 'y']]));
  traces.heard('https://a.example/in', told([['token', '2']]));
  traces.heard('https://b.example/out', told([]));
  expect(traces.kept()).toEqual({
    addresses: ['https://a.example/login'],
    storage: [{ origin: 'https://a.example', entries: [['token', '2']] }],
  });
});

it('takes nothing that is not of its form, and not more than may be kept', () => {
  const traces = new PageTraces();
  for (const hostile of [
    null,
    7,
    'x',
    '{}',
    '{"entries":[["a"]],"hasPassword":true}',
    'x'.repeat(1e6),
  ]) {
    traces.heard('https://a.example/', hostile);
  }
  traces.heard('data:text/html,x', told([['a', 'b']], true));
  expect(traces.kept()).toEqual({ addresses: [], storage: [] });
  const large = ['large', 'v'.repeat(150_000)] as const;
  for (let at = 0; at < 40; at += 1) {
    traces.heard(`https://h${at}.example/`, told([['k', 'v'], large], true));
  }
  const kept = { atMs: 1, userAgent: 'W', ...traces.kept() };
  expect(keptLogInSchema.parse(kept)).toEqual(kept);
  expect(kept.storage[0]?.entries).toEqual([['k', 'v']]);
});
