import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOfLine } from './input/items-of-line.ts';
import { basicAuth, maskLogins } from './logins.ts';

describe('passwords in a list', () => {
  it.each([
    ['https://ann:s3cret@example.com/a', 'https://ann:***@example.com/a'],
    ['https://ann:s3@cret@example.com/a', 'https://ann:***@example.com/a'],
    ['https://:s3cret@example.com/', 'https://:***@example.com/'],
    ['ftp://ann:s3cret@example.com/', 'ftp://ann:***@example.com/'],
    ['ann:s3cret@example.com/', 'ann:***@example.com/'],
    ['see //ann:s3cret@example.com and', 'see //ann:***@example.com and'],
    // The URL standard accepts any number of slashes, and backslashes.
    ['http:/ann:s3cret@example.com/', 'http:/ann:***@example.com/'],
    ['http:ann:s3cret@example.com/', 'http:ann:***@example.com/'],
    ['https:\\\\ann:s3cret@example.com/', 'https:\\\\ann:***@example.com/'],
    ['https:////ann:s3cret@example.com/', 'https:////ann:***@example.com/'],
    // Characters that end the host of a URL.
    ['http://ann:pa/ss@example.com/x', 'http://ann:***@example.com/x'],
    ['http://ann:pa#ss@example.com/x', 'http://ann:***@example.com/x'],
    ['http://ann:pa?ss@example.com/x', 'http://ann:***@example.com/x'],
    ['http://ann:pa\\ss@example.com/x', 'http://ann:***@example.com/x'],
    ['http://ann:pa ss@example.com/x', 'http://ann:***@example.com/x'],
    ['http:/ann:p a/s#s?@example.com', 'http:/ann:***@example.com'],
    ['http://ann:/secret@example.com', 'http://ann:***@example.com'],
    ['http://ann:1a/secret@example.com', 'http://ann:***@example.com'],
    ['http://ann:p@ss/word@example.com/', 'http://ann:***@example.com/'],
    ['ann:pa/ss@example.com', 'ann:***@example.com'],
    ['http://a:b@x.org http://c:d/e@y.org', 'http://a:***@x.org http://c:***@y.org'],
  ])('%s is shown as %s', (text, masked) => {
    expect(maskLogins(text)).toBe(masked);
  });

  it.each([
    'https://example.com/a:b@c',
    'https://ann@example.com/',
    'ann@example.com',
    'https://example.com/?q=a:b@c',
    'https://example.com:8080/@ann/x',
    'https://example.com:443/?to=ann@example.org',
    'https://example.com/@52.5,13.4,15z',
    'see https://example.com: write to ann@example.org',
    'Mail: ann@example.org',
    'mailto:ann@example.org',
    'javascript:alert(1)//ann@example.org',
    'http://@example.com',
  ])('%s is left as it is', (text) => {
    expect(maskLogins(text)).toBe(text);
  });

  it('move out of the URL into a login', () => {
    const line = 'https://ann:p%40ss%C3%BC@example.com/x#y';
    expect([...contentOfLine(line, { line: 1, carried: [line, 'other'] }, false).items]).toEqual([
      expect.objectContaining({
        text: 'https://ann:***@example.com/x#y',
        url: 'https://example.com/x#y',
        key: 'ann@https://example.com/x',
        host: 'https://example.com',
        login: { user: 'ann', password: 'p@ssü' },
        carried: ['https://ann:***@example.com/x#y', 'other'],
      }),
    ]);
  });

  it('are masked in lines that are no URLs, and in none of their reasons', () => {
    for (const line of [
      'https://ann:s3cret@example.com:99999/',
      'ann:s3cret@example.com',
      'ftp://a:s3cret@b/',
    ]) {
      const items = [...contentOfLine(line, { line: 1, carried: [] }, false).items];
      expect(items.map(({ url }) => url)).toEqual([null]);
      expect(JSON.stringify(items)).not.toContain('s3cret');
    }
  });

  it('that end their own host are reported with what to write, and never shown', () => {
    for (const password of ['s3/cret', 's3#cret', 's3?cret', 's3 cret', 's3\\cret', '/s3cret']) {
      const line = `http://ann:${password}@example.com/page`;
      const items = [...contentOfLine(line, { line: 7, carried: [line] }, false).items];
      expect(items).toHaveLength(1);
      expect(items[0]).toMatchObject({
        line: 7,
        url: null,
        text: 'http://ann:***@example.com/page',
      });
      expect(items[0]?.problem).toContain('%2F');
      expect(JSON.stringify(items)).not.toContain('cret');
    }
  });

  it('are found in a time that grows with the line alone', () => {
    const pieces = [
      'http://a:b@c',
      '//a:b@c/',
      'http:',
      '//',
      '@',
      'a:',
      ':80/',
      'x',
      ' ',
      '\n',
      '#',
    ];
    const length = 100_000;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }), (some) => {
        const text = some.join('').repeat(length / some.join('').length);
        const beganMs = performance.now();
        for (const one of [text, `@${text}`, `${text}@c.d`, `http://a:b${text}`]) maskLogins(one);
        // A quadratic search takes minutes.
        expect(performance.now() - beganMs).toBeLessThan(5000);
      }),
      { numRuns: 50 },
    );
  });

  it('are sent in UTF-8', () => {
    expect(basicAuth({ user: 'ann', password: 'ü' })).toBe('Basic YW5uOsO8');
  });
});
