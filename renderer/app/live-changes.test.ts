import { describe, expect, it } from 'vitest';
import type { LiveChange } from '#shared/job/live-options.ts';
import { LiveChanges, liveChange } from './live-changes.ts';

describe('the changes that a run takes while it goes on', () => {
  it('are the options that act at once; one that is blank has its default', () => {
    expect(liveChange({}, { perHost: 20, robots: true })).toEqual({ perHost: 20 });
    expect(liveChange({ retries: 9, perMinute: 5 }, {})).toEqual({ retries: 2, perMinute: 0 });
    expect(liveChange({ retries: 9 }, { retries: 9, userAgent: 'Me' })).toEqual({});
  });

  it('are sent once, after the typing', () => {
    const sent: [string, LiveChange][] = [];
    let timer = (): void => undefined;
    let canceled = 0;
    const changes = new LiveChanges({
      send: (jobId, change) => sent.push([jobId, change]),
      after: (_delayMs, callback) => {
        timer = callback;
        return () => {
          canceled += 1;
        };
      },
    });
    changes.note('a', {}, { timeoutMs: 1000 });
    changes.note('a', { timeoutMs: 1000 }, { timeoutMs: 15_000, pace: 'fixed' });
    changes.note('a', {}, { way: 'threads' });
    expect(canceled).toBe(1);
    timer();
    expect(sent).toEqual([['a', { timeoutMs: 15_000, pace: 'fixed' }]]);
  });
});
