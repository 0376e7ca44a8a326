import { describe, expect, it } from 'vitest';
import type { Limit } from '#shared/engine-protocol/run.ts';
import { limitSentence } from './limit-sentence.ts';

const said = (limit: Limit) => limitSentence({ state: 'running', limit });

describe('limitSentence', () => {
  it('names the limit and what helps', () => {
    expect(said({ kind: 'slots', concurrency: 16 })).toBe(
      'All 16 at once are under way; raise "At once" to go faster.',
    );
    expect(said({ kind: 'slots', concurrency: 1 })).toBe(
      'Pages are fetched one by one; more of them at once go faster.',
    );
  });

  it('names the host that is at its limit, without its scheme', () => {
    expect(said({ kind: 'per-host', host: 'https://example.com', perHost: 8, hosts: 1 })).toContain(
      'example.com is at its limit of 8 at once',
    );
    expect(said({ kind: 'per-host', host: 'http://localhost:8080', perHost: 8, hosts: 4 })).toBe(
      'localhost:8080 and 3 other hosts are at their limit of 8 at once; raise "From one host" if they can take it.',
    );
  });

  it('says how long a wait lasts', () => {
    expect(said({ kind: 'retry-after', host: 'https://a.test', waitMs: 80_000 })).toBe(
      'a.test asked to wait; it goes on in 1 m 20 s.',
    );
    expect(said({ kind: 'delay', host: 'https://a.test', delayMs: 1500 })).toContain(
      'once every 1.5 s',
    );
    expect(said({ kind: 'backoff', waitMs: 400 })).toContain('400 ms');
  });

  it('says that pages wait for browser windows', () => {
    expect(said({ kind: 'windows', windows: 4 })).toBe(
      'Pages wait for one of 4 browser windows; the number is set in Options.',
    );
    expect(said({ kind: 'windows', windows: 1 })).toContain('wait for the browser window;');
  });

  it('has a sentence for every kind', () => {
    const kinds = ['none', 'importing', 'parsing', 'disk', 'few-left'] as const;
    expect(new Set(kinds.map((kind) => said({ kind }))).size).toBe(kinds.length);
  });

  it('is silent when the run does not run', () => {
    for (const state of ['paused', 'stopping', 'stopped', 'finished', 'halted'] as const) {
      expect(limitSentence({ state, limit: { kind: 'slots', concurrency: 2 } })).toBeNull();
    }
  });
});
