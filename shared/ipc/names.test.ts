import { describe, expect, it } from 'vitest';
import { isCommand, isEventName } from './names.ts';

describe('the names of the contract', () => {
  it('are strings', () => {
    expect(isCommand('jobs.list')).toBe(true);
    expect(isEventName('engine')).toBe(true);
  });

  it.each([
    [['jobs.list']],
    [['engine']],
    [{ toString: () => 'jobs.list' }],
    [new String('engine')],
    ['toString'],
    ['__proto__'],
    ['constructor'],
    ['jobs.list '],
    [null],
    [undefined],
    [0],
  ])('are not %j', (name) => {
    expect(isCommand(name)).toBe(false);
    expect(isEventName(name)).toBe(false);
  });
});
