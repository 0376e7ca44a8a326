import { describe, expect, it } from 'vitest';
import { InterruptReader, type InterruptSignal } from './interrupts.ts';

/** The effects of signals, each given with the milliseconds since the one before. */
function read(...signals: readonly (readonly [afterMs: number, InterruptSignal])[]) {
  let nowMs = 1000;
  const reader = new InterruptReader(() => nowMs);
  return signals.map(([afterMs, signal]) => {
    nowMs += afterMs;
    return reader.read(signal);
  });
}

describe('what signals say', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s says stop, and Ctrl+C after it leave',
    (first) => {
      expect(read([0, first], [400, 'SIGINT'])).toEqual(['stop', 'leave']);
    },
  );

  it('takes one press of Ctrl+C that npm passes on for one', () => {
    expect(read([0, 'SIGINT'], [5, 'SIGINT'], [400, 'SIGINT'])).toEqual(['stop', null, 'leave']);
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)(
    'never takes a repeated %s for more than stop',
    (signal) => {
      expect(read([0, signal], [1, signal], [5000, signal])).toEqual(['stop', null, null]);
    },
  );
});
