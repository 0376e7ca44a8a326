import { describe, expect, it } from 'vitest';
import { WayChoice } from './way-choice.ts';

const machine = { cores: 2, processes: true };

describe('the way of a run', () => {
  it('is the one that the job asks for', () => {
    for (const way of ['sequential', 'threads', 'processes', 'event-loop'] as const) {
      const choice = new WayChoice(way, machine);
      for (let look = 0; look < 10; look += 1) choice.looked(true, 1);
      expect(choice.now).toEqual({ way, why: 'asked' });
    }
  });

  it('is threads where no processes can be started', () => {
    expect(new WayChoice('processes', { ...machine, processes: false }).now).toEqual({
      way: 'threads',
      why: 'no-processes',
    });
  });

  it('changes by itself once the event loop does not keep up, and stays so', () => {
    const choice = new WayChoice('auto', machine);
    for (const busy of [true, true, false, true, true]) choice.looked(busy, 1);
    expect(choice.now).toEqual({ way: 'event-loop', why: 'enough' });
    choice.looked(true, 1);
    expect(choice.now).toEqual({ way: 'threads', why: 'loop-busy' });
    for (let look = 0; look < 10; look += 1) choice.looked(false, 1);
    expect(choice.now.way).toBe('threads');
  });

  it('stays with the event loop while every core is in use', () => {
    const choice = new WayChoice('auto', machine);
    for (let look = 0; look < 10; look += 1) choice.looked(true, 0.4);
    expect(choice.now).toEqual({ way: 'event-loop', why: 'enough' });
  });

  it('stays with the event loop where there is one core', () => {
    const choice = new WayChoice('auto', { cores: 1, processes: true });
    for (let look = 0; look < 10; look += 1) choice.looked(true, 1);
    expect(choice.now).toEqual({ way: 'event-loop', why: 'one-core' });
  });
});
