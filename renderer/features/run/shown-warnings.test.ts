import { describe, expect, it } from 'vitest';
import type { RunWarning } from '#shared/engine-protocol/run-warnings.ts';
import { keyOf, untoldOf, warningsOf } from './shown-warnings.ts';
import { snapshotOf } from './snapshot.fixture.ts';

const stopped = (field: string, empty = 50): RunWarning => ({
  kind: 'stopped',
  field,
  host: 'shop.example',
  filled: 120,
  before: 120,
  empty,
  late: 0,
});
const alternate: RunWarning = { kind: 'alternate', field: 'price', selector: '.amount', rows: 3 };
const warnings = [stopped('price'), stopped('title'), alternate];

describe('the warnings of a run', () => {
  it('leave out the fields whose loss the notice of the pause names', () => {
    const paused = snapshotOf({
      state: 'paused',
      pausedBy: 'results',
      stateReason: '"price" is empty in the last 50 pages of shop.example.',
      warnings,
    });
    expect(untoldOf(paused)).toEqual([stopped('title'), alternate]);
    expect(warningsOf(paused)).toEqual(warnings);
  });

  it('are all shown while the run goes, and in a pause of another reason', () => {
    expect(untoldOf(snapshotOf({ warnings }))).toEqual(warnings);
    expect(untoldOf(snapshotOf({ state: 'paused', pausedBy: 'person', warnings }))).toEqual(
      warnings,
    );
    expect(untoldOf(null)).toEqual([]);
  });

  it('keep their names while their counts change', () => {
    expect(keyOf(stopped('price', 99))).toBe(keyOf(stopped('price')));
    expect(new Set(warnings.map(keyOf)).size).toBe(3);
  });
});
