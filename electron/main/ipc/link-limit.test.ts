import { expect, it } from 'vitest';
import { createLinkLimit } from './link-limit.ts';

it('opens twenty links a minute, and more once they are a minute old', () => {
  let nowMs = 1000;
  const allow = createLinkLimit(() => nowMs);
  for (let link = 1; link <= 20; link += 1) {
    allow();
    nowMs += 100;
  }
  expect(allow).toThrow('20 links were opened within a minute. Wait a little');
  nowMs = 61_000;
  allow();
  expect(allow).toThrow('20 links');
});
