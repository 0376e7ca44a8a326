import { describe, expect, it } from 'vitest';
import { liveChangeSchema, liveOptions, withChange } from './live-options.ts';

describe('a change of a run that goes on', () => {
  it('holds the options that act at once, and no others', () => {
    expect(Object.keys(liveChangeSchema.shape).sort()).toEqual([...liveOptions].sort());
    expect(liveChangeSchema.safeParse({ perHost: 12, perMinute: 0 }).success).toBe(true);
    expect(liveChangeSchema.safeParse({ perHost: 0 }).success).toBe(false);
    expect(liveChangeSchema.safeParse({ way: 'threads' }).success).toBe(false);
  });

  it('leaves the other options as they are, and lifts a limit', () => {
    const options = { retries: 1, perMinute: 30, robots: true };
    expect(withChange(options, { perHost: 12, retries: undefined })).toEqual({
      retries: 1,
      perMinute: 30,
      robots: true,
      perHost: 12,
    });
    expect(withChange(options, { perMinute: 0 })).toEqual({ retries: 1, robots: true });
    expect(withChange(undefined, { perMinute: 5 })).toEqual({ perMinute: 5 });
  });
});
