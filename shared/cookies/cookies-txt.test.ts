import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCookieName, isCookieValue, readCookiesTxt } from './cookies-txt.ts';

const line = (...parts: string[]): string => parts.join('\t');

describe('cookies.txt', () => {
  it('is read as browsers write it', () => {
    const session = line('#HttpOnly_shop.example', 'FALSE', '/cart', 'FALSE', '0', 'cart', '');
    const { cookies, problems } = readCookiesTxt(
      [
        '\uFEFF# Netscape HTTP Cookie File',
        '',
        line('.Example.com', 'TRUE', '/', 'true', '4102444800', 'sid', 'a=b'),
        session,
        '# a comment',
        line('münchen.example', 'FALSE', '/', 'FALSE', '0', '', 'alone'),
      ].join('\r\n'),
    );
    expect(problems).toEqual([]);
    expect(cookies).toMatchObject([
      { host: 'example.com', below: true, secure: true, expiresSeconds: 4102444800, name: 'sid' },
      { host: 'shop.example', below: false, path: '/cart', httpOnly: true, text: session },
      { host: 'xn--mnchen-3ya.example', httpOnly: false, name: '', value: 'alone' },
    ]);
  });

  it.each([
    ['a=b; c=d', 'no tabs'],
    [line('example.com', 'TRUE', '/'), '3 parts'],
    [line('exa mple', 'TRUE', '/', 'TRUE', '0', 'a', 'b'), 'no domain'],
    [line('example.com', 'yes', '/', 'TRUE', '0', 'a', 'b'), 'TRUE or FALSE'],
    [line('example.com', 'TRUE', 'x', 'TRUE', '0', 'a', 'b'), 'slash'],
    [line('example.com', 'TRUE', '/', 'TRUE', 'soon', 'a', 'b'), 'Unix time'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', 'a=', 'b'), 'name'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', 'a', 'b;c'), 'value'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', 'a', 'b\u0000'), 'value'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', '', ''), 'neither'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', 'a', 'caf\ufffd'), 'UTF-8'],
    [line('example.com', 'TRUE', '/', 'TRUE', '0', 'a', 'x'.repeat(4096)), '4096 bytes'],
    [line('example.com', 'TRUE', `/${'x'.repeat(1024)}`, 'TRUE', '0', 'a', 'b'), '1024 bytes'],
  ])('says which line is wrong: %j', (wrong, reason) => {
    const { cookies, problems } = readCookiesTxt(`# file\n${wrong}\n`);
    expect(cookies).toEqual([]);
    expect(problems).toEqual([{ line: 2, reason: expect.stringContaining(reason) }]);
  });

  it('may be any text, of which no problem repeats a part', () => {
    const marks = [
      'TRUE',
      'FALSE',
      '/',
      '0',
      '1e99',
      '99999999999999',
      '.a.example',
      '#HttpOnly_a',
    ];
    const part = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...marks));
    const lines = fc.array(fc.array(part, { maxLength: 8 }).map((parts) => parts.join('\t')));
    const reasons = new Set<string>();
    fc.assert(
      fc.property(lines, (all) => {
        const { cookies, problems } = readCookiesTxt(all.join('\n'));
        for (const { name, value, path } of cookies) {
          expect(name === '' || isCookieName(name)).toBe(true);
          expect(isCookieValue(value)).toBe(true);
          expect(path.startsWith('/')).toBe(true);
        }
        for (const { line: number, reason } of problems) {
          expect(number).toBeGreaterThan(0);
          reasons.add(reason);
        }
      }),
    );
    // These are Trawl's own sentences: the difference lies only in the count of parts.
    expect(reasons.size).toBeLessThan(20);
  });
});
