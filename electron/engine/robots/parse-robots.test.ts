import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparablePath } from './comparable-path.ts';
import { matchesPattern } from './match-pattern.ts';
import { parseRobots, ruleFor } from './parse-robots.ts';

const allowed = (robots: string, path: string, token = 'Trawl') =>
  ruleFor(parseRobots(robots, token), `https://site.example${path}`)?.allow ?? true;

/** RFC 9309, section 5.1. */
const simple = `
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
`;

/** RFC 9309, section 5.2. */
const longest = `
User-Agent: foobot
Allow: /example/page/
Disallow: /example/page/disallowed.gif
`;

describe('the examples of RFC 9309', () => {
  it.each([
    ['otherbot', '/example/x', false],
    ['otherbot', '/picture.gif', false],
    ['otherbot', '/picture.gif?size=2', true],
    ['otherbot', '/publications/x', true],
    ['foobot', '/', false],
    ['foobot', '/example/page.html', true],
    ['foobot', '/example/allowed.gif', true],
    ['foobot', '/publications/', false],
    ['barbot', '/example/page.html', false],
    ['bazbot', '/example/page.html', false],
    ['bazbot', '/example/', true],
    ['quxbot', '/example/', true],
    ['QuxBot', '/example/page.html', true],
  ])('5.1: %s may see %s: %s', (token, path, expected) => {
    expect(allowed(simple, path, token)).toBe(expected);
  });

  it.each([
    ['/example/page/', true],
    ['/example/page/disallowed.gif', false],
    ['/example/page/other.gif', true],
  ])('5.2: the longest match decides on %s: %s', (path, expected) => {
    expect(allowed(longest, path, 'foobot')).toBe(expected);
  });

  // Section 2.2.2: the table of percent-encodings.
  it.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz'],
    ['/foo/bar?baz=http://foo.bar', '/foo/bar?baz=http://foo.bar'],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%E3%83%84', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz'],
    ['/foo/bar/%e3%83%84', '/foo/bar/ツ'],
    ['/a%2fb', '/a%2Fb'],
  ])('2.2.2: the pattern %s matches %s', (pattern, path) => {
    expect(allowed(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(false);
  });

  // Section 2.2.3: special characters.
  it.each([
    ['/this/*/exactly', '/this/path/exactly', false],
    ['/this/path/exactly$', '/this/path/exactly', false],
    ['/this/path/exactly$', '/this/path/exactly/not', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-%2A.html', false],
    ['/path/foo-%24', '/path/foo-%24', false],
    ['/path/foo-%24', '/path/foo-', true],
    ['/a*b*c', '/axxbyyczz', false],
    ['/a*b*c$', '/abcbc', false],
    ['/ab*bc$', '/abc', true],
    ['*', '/', false],
    ['$', '/', true],
    ['/%2fx', '//x', true],
  ])('2.2.3: Disallow: %s leaves %s open: %s', (pattern, path, expected) => {
    expect(allowed(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(expected);
  });
});

describe('the groups of a robots.txt', () => {
  it.each<[string, string, string, boolean]>([
    [
      'merges groups of one name',
      'User-agent: trawl\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: TRAWL\nDisallow: /b',
      '/b',
      false,
    ],
    [
      'merges the groups of *',
      'User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b',
      '/a',
      false,
    ],
    [
      'takes its own group instead of that of *',
      'User-agent: *\nDisallow: /\nUser-agent: trawl\nDisallow: /x',
      '/y',
      true,
    ],
    [
      'lets an own group without rules allow all',
      'User-agent: *\nDisallow: /\nUser-agent: trawl',
      '/y',
      true,
    ],
    [
      'is not stopped by a Sitemap between names',
      'User-agent: x\nSitemap: /s.xml\nUser-agent: trawl\nDisallow: /',
      '/y',
      false,
    ],
    [
      'is not stopped by blank lines and comments',
      'User-agent: trawl # us\n\n# no\nDisallow: /p # private',
      '/p',
      false,
    ],
    ['counts the token of a name alone', 'User-agent: Trawl/1.0 (fish)\nDisallow: /', '/y', false],
    ['takes no other name for its own', 'User-agent: trawler\nDisallow: /', '/y', true],
    ['passes over rules before any name', 'Disallow: /\nUser-agent: *\nDisallow: /x', '/y', true],
    ['lets an empty Disallow forbid nothing', 'User-agent: *\nDisallow:', '/y', true],
    ['allows where an Allow is as long', 'User-agent: *\nDisallow: /p\nAllow: /p', '/p', true],
    ['lets the robots.txt itself be read', 'User-agent: *\nDisallow: /', '/robots.txt', true],
    ['knows every line end', 'User-agent: *\rDisallow: /p\r\nAllow: /q', '/p', false],
    ['reads on behind nonsense', '\0\x01<<<\nuser agent *\nUser-agent:*\nDisallow:/p', '/p', false],
    ['compares with the query', 'User-agent: *\nDisallow: /*?sort=', '/list?sort=up', false],
    ['compares with capitals', 'User-agent: *\nDisallow: /Private', '/private', true],
  ])('%s', (_name, robots, path, expected) => {
    expect(allowed(robots, path)).toBe(expected);
  });

  it('reads the Crawl-delay of the group that counts', () => {
    const robots = 'User-agent: *\nCrawl-delay: 2.5\nUser-agent: other\nCrawl-delay: 9';
    expect(parseRobots(robots, 'Trawl').crawlDelayMs).toBe(2500);
    expect(parseRobots('User-agent: *\nCrawl-delay: soon', 'Trawl').crawlDelayMs).toBeNull();
  });

  it('takes any text at all, and any pattern, without harm', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^(User-agent|allow|Disallow|Crawl-delay) ?: ?[a-z/*$%0-9]{0,12}$/),
    );
    fc.assert(
      fc.property(fc.array(line), fc.webPath(), (lines, path) => {
        const group = parseRobots(lines.join('\n'), 'Trawl');
        const rule = ruleFor(group, `https://site.example${path}`);
        expect(rule === null || group.rules.includes(rule)).toBe(true);
      }),
    );
  });
});

describe('matchesPattern', () => {
  const piece = fc.stringMatching(/^[ab/*$]{0,8}$/);

  it('agrees with a regular expression of the same meaning', () => {
    fc.assert(
      fc.property(piece, fc.stringMatching(/^[ab/$]{0,12}$/), (pattern, path) => {
        const toTheEnd = pattern.endsWith('$');
        const body = (toTheEnd ? pattern.slice(0, -1) : pattern)
          .replaceAll('$', '\\$')
          .replaceAll('*', '.*');
        const expected = new RegExp(`^${body}${toTheEnd ? '$' : ''}`).test(path);
        expect(matchesPattern(pattern, path)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a line that is all blanks', () => {
    const blanks = ' '.repeat(500_000);
    expect(allowed(`User-agent:${blanks}*\nDisallow:${blanks}/p${blanks}x`, '/p')).toBe(true);
  });

  it('takes no longer for a pattern that is all stars', () => {
    expect(matchesPattern(`/${'*a'.repeat(5000)}b`, `/${'a'.repeat(20_000)}`)).toBe(false);
  });
});

describe('comparablePath', () => {
  it('changes nothing the second time, and gives ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = comparablePath(text);
        expect(once).toMatch(/^[\x21-\x7e]*$/);
        expect(comparablePath(once)).toBe(once);
      }),
    );
  });
});
