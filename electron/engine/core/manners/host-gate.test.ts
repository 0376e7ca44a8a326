import { describe, expect, it } from 'vitest';
import { failure } from '#shared/errors/error-codes.ts';
import { HostGate } from './host-gate.ts';

const dayMs = 86_400_000;
const rules = { crawlDelayMs: 500, forbids: () => failure('ROBOTS') };

describe('HostGate', () => {
  it('stands open where robots.txt does not matter', () => {
    const gate = new HostGate(false);
    expect(gate.mustAsk(0)).toBe(false);
    expect(gate.forbids('https://a.example/')).toBeNull();
  });

  it('opens with the rules, for a day', () => {
    const gate = new HostGate(true);
    expect(gate.mustAsk(0)).toBe(true);
    expect(gate.asked()).toBe(1);
    expect(gate.isAsking).toBe(true);
    gate.opened(rules, 1000);
    expect(gate.isAsking).toBe(false);
    expect(gate.crawlDelayMs).toBe(500);
    expect(gate.forbids('https://a.example/')?.code).toBe('ROBOTS');
    expect(gate.mustAsk(dayMs + 999)).toBe(false);
    expect(gate.mustAsk(dayMs + 1000)).toBe(true);
  });

  it('asks again for a page of the list where the file was read for one that was led to', () => {
    const gate = new HostGate(true);
    gate.opened(rules, 0, true);
    expect(gate.mustAsk(1)).toBe(false);
    expect(gate.mustAsk(1, true)).toBe(true);
    gate.opened(rules, 1);
    expect(gate.mustAsk(2, true)).toBe(false);
  });

  it('counts tries that failed, but not those that were put back', () => {
    const gate = new HostGate(true);
    gate.asked();
    gate.failed(700, { again: failure('HTTP_503'), rules });
    expect(gate.dueMs).toBe(700);
    expect(gate.asked()).toBe(2);
    gate.putBack();
    expect(gate.isAsking).toBe(false);
    expect(gate.asked()).toBe(2);
  });
});
