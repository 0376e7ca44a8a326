import { describe, expect, it } from 'vitest';
import { HostQueue } from '../schedule/host-queue.ts';
import { HostTallies } from './host-tallies.ts';

const limits = { perHost: 4, delayMs: 0, pace: 'fixed', perMinute: 0 } as const;

describe('HostTallies', () => {
  it('shows at most 50 hosts: those with requests left first, the larger ones before', () => {
    const tallies = new HostTallies((id) => ({ queued: id > 3 ? id : 0, done: 1000, failed: 0 }));
    for (let id = 1; id <= 80; id += 1) tallies.started(new HostQueue({ id, key: `h${id}` }));
    const lines = tallies.lines(limits, 0);
    expect(lines).toHaveLength(50);
    expect(lines[0]).toMatchObject({ host: 'h80', queued: 80, done: 1000 });
    expect(lines.map(({ host }) => host)).not.toContain('h3');
  });

  it('counts what is committed, and asks the file once a host', () => {
    let asked = 0;
    const tallies = new HostTallies(() => {
      asked += 1;
      return { queued: 5, done: 0, failed: 0 };
    });
    const host = new HostQueue({ id: 7, key: 'https://a.example' });
    for (let i = 0; i < 3; i += 1) tallies.started(host);
    const outcome = { hostId: 7, state: 'done' } as const;
    tallies.committed([outcome, outcome, { ...outcome, state: 'failed' }]);
    expect(asked).toBe(1);
    expect(tallies.lines(limits, 0)).toMatchObject([{ queued: 2, done: 2, failed: 1 }]);
  });

  it('forgets the hosts that came first when there are thousands', () => {
    const asked: number[] = [];
    const tallies = new HostTallies((id) => {
      asked.push(id);
      return { queued: 1, done: 0, failed: 0 };
    });
    const hosts = Array.from({ length: 2001 }, (_, id) => new HostQueue({ id, key: `h${id}` }));
    for (const host of hosts) tallies.started(host);
    for (const host of hosts.slice(-2)) tallies.started(host);
    expect(asked).toHaveLength(2001);
    for (const host of hosts.slice(0, 1)) tallies.started(host);
    expect(asked).toHaveLength(2002);
  });
});
