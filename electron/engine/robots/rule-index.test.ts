import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchesPattern } from './match-pattern.ts';
import { parseRobots, ruleFor } from './parse-robots.ts';
import { type RobotsRule, RuleIndex } from './rule-index.ts';

const pattern = fc.oneof(
  fc.stringMatching(/^[ab/*$]{0,12}$/),
  fc.stringMatching(/^\/[a-c]{1,4}\/[a-c*]{1,9}\/?[a-c*]{0,9}\$?$/),
);
const path = fc.oneof(
  fc.stringMatching(/^\/[ab/$]{0,20}$/),
  fc.stringMatching(/^\/[a-c]{1,4}\/[a-c]{1,12}\/?[a-c]{0,12}$/),
);

it('finds what looking at every rule in turn finds', () => {
  let matched = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), pattern)), fc.array(path), (lines, paths) => {
      const rules: RobotsRule[] = lines.map(([allow, text]) => ({ allow, pattern: text }));
      const index = new RuleIndex(rules);
      for (const one of paths) {
        const expected = rules.find((rule) => matchesPattern(rule.pattern, one)) ?? null;
        expect(index.find(one)).toBe(expected);
        if (expected !== null) matched += 1;
      }
    }),
    { numRuns: 2000 },
  );
  expect(matched).toBeGreaterThan(1000);
});

it.each([
  ['paths', (number: number) => `/products/shelf/${number}`],
  ['parts of the query', (number: number) => `/*?filter${number}=`],
  ['paths of one end', (number: number) => `/${number}/page/reviews/all$`],
])('bears the longest robots.txt there may be, of %s', (_what, patternOf) => {
  const lines = ['User-agent: *'];
  for (let number = 0, size = 0; size < 512_000; number += 1) {
    const line = `Disallow: ${patternOf(number)}`;
    size += line.length + 1;
    lines.push(line);
  }
  const group = parseRobots(lines.join('\n'), 'Trawl');
  // If compared with every rule in turn, these take longer than the time limit of a test.
  for (let number = 0; number < 20_000; number += 1) {
    const open = ruleFor(group, `https://site.example/articles/${number}/of-the-day?page=2`);
    expect(open).toBeNull();
  }
  const closed = `https://site.example${patternOf(7777).replace('*', 'list').replace('$', '')}`;
  expect(ruleFor(group, closed)?.pattern).toBe(patternOf(7777));
});
