import { expect, it } from 'vitest';
import { type PageState, ReadyRule } from './ready-rule.ts';

const there: PageState = {
  changes: 1,
  wants: true,
  matched: true,
  waitedFor: true,
  signature: 7,
  loading: false,
};
const nothing = { active: 0, all: 0 };
const script = { active: 1, all: 1 };
const style = { active: 0, all: 1 };

it('is ready soon after the wanted elements are there and nothing is on its way', () => {
  const rule = new ReadyRule(0);
  rule.told(there, 100);
  expect(rule.readyAtMs()).toBe(140);
});

it('waits for what may change the wanted elements, and not for style sheets', () => {
  const rule = new ReadyRule(0);
  rule.works(script, 50);
  rule.told(there, 100);
  expect(rule.readyAtMs()).toBe(2_100);
  rule.works(style, 300);
  expect(rule.readyAtMs()).toBe(340);
});

it('takes wanted elements that stay the same although the page polls and moves', () => {
  const rule = new ReadyRule(0);
  rule.told(there, 100);
  rule.works(script, 200);
  rule.told({ ...there, changes: 9 }, 1_900);
  expect(rule.readyAtMs()).toBe(2_100);
  rule.told({ ...there, changes: 10, signature: 8 }, 2_000);
  expect(rule.readyAtMs()).toBe(4_000);
});

it('is ready without wanted elements once nothing happens', () => {
  const rule = new ReadyRule(0);
  const state = { ...there, wants: false };
  rule.told(state, 100);
  rule.works(script, 110);
  expect(rule.readyAtMs()).toBeNull();
  rule.works(style, 200);
  expect(rule.readyAtMs()).toBeNull();
  rule.works(nothing, 300);
  expect(rule.readyAtMs()).toBe(380);
  rule.told({ ...state, changes: 2 }, 350);
  expect(rule.readyAtMs()).toBe(430);
});

it('waits longer for wanted elements that are missing, but not without end', () => {
  const rule = new ReadyRule(0);
  rule.told({ ...there, matched: false }, 100);
  expect(rule.readyAtMs()).toBe(600);
});

it.each([
  ['before its document is read', { ...there, loading: true }],
  ['without the element that the job waits for', { ...there, waitedFor: false }],
])('is not ready %s', (_when, state) => {
  const rule = new ReadyRule(0);
  rule.told(state, 100);
  expect(rule.readyAtMs()).toBeNull();
});

it('is not ready while its script leads the window elsewhere', () => {
  const rule = new ReadyRule(0);
  rule.told(there, 100);
  rule.leaves(true);
  expect(rule.readyAtMs()).toBeNull();
  rule.leaves(false);
  expect(rule.readyAtMs()).toBe(140);
  rule.leaves(true);
  rule.began(500);
  expect(rule.readyAtMs()).toBeNull();
  rule.told(there, 510);
  expect(rule.readyAtMs()).toBe(550);
});
