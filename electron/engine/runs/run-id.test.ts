import { describe, expect, it } from 'vitest';
import { runIdSchema } from '#shared/engine-protocol/protocol.ts';
import { newRunId } from './run-id.ts';

describe('newRunId', () => {
  it('tells the time of the start, and is what the protocol takes for an id', () => {
    const at = Date.UTC(2025, 0, 2, 3, 4, 5);
    expect(newRunId(at, () => 0)).toBe('20250102-030405-0000');
    expect(newRunId(at, () => 0.999_999_9)).toBe('20250102-030405-zzzz');
    expect(runIdSchema.safeParse(newRunId(at, Math.random)).success).toBe(true);
  });

  it('sorts by time', () => {
    const ids = [1.7e12, 1.71e12, 1.72e12].map((at) => newRunId(at, Math.random));
    expect([...ids].sort()).toEqual(ids);
  });
});
