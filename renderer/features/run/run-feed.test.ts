import { describe, expect, it } from 'vitest';
import { acceptSnapshot, createRunFeed, forgetSequence } from './run-feed.ts';
import { snapshotOf } from './snapshot.fixture.ts';

describe('a run feed', () => {
  it('takes the first snapshot and every newer one', () => {
    const feed = createRunFeed();
    expect(acceptSnapshot(feed, snapshotOf({ seq: 7 }))).toBe(true);
    expect(acceptSnapshot(feed, snapshotOf({ seq: 8 }))).toBe(true);
    expect(feed.getState().snapshot?.seq).toBe(8);
  });

  it('drops a snapshot that arrives late, and notifies no listener', () => {
    const feed = createRunFeed();
    acceptSnapshot(feed, snapshotOf({ seq: 8 }));
    let told = 0;
    feed.subscribe(() => {
      told += 1;
    });
    expect(acceptSnapshot(feed, snapshotOf({ seq: 7 }))).toBe(false);
    expect(acceptSnapshot(feed, snapshotOf({ seq: 8 }))).toBe(false);
    expect(feed.getState().snapshot?.seq).toBe(8);
    expect(told).toBe(0);
  });

  it('takes the snapshots of a run that goes on after it had come to rest', () => {
    const feed = createRunFeed();
    acceptSnapshot(feed, snapshotOf({ seq: 500, state: 'finished' }));
    expect(acceptSnapshot(feed, snapshotOf({ seq: 1, state: 'running' }))).toBe(true);
    expect(acceptSnapshot(feed, snapshotOf({ seq: 2, state: 'running' }))).toBe(true);
  });

  it('takes whatever a new engine process says', () => {
    const feed = createRunFeed();
    acceptSnapshot(feed, snapshotOf({ seq: 500, state: 'running' }));
    forgetSequence(feed);
    expect(acceptSnapshot(feed, snapshotOf({ seq: 0, state: 'running' }))).toBe(true);
  });
});
