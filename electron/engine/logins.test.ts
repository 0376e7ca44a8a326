import { describe, expect, it } from 'vitest';
import { itemsOfLine } from './input/items-of-line.ts';
import { basicAuth, maskLogins } from './logins.ts';

describe('passwords in a list', () => {
  it.each([
    ['https://ann:s3cret@example.com/a', 'https://ann:***@example.com/a'],
    ['https://ann:s3@cret@example.com/a', 'https://ann:***@example.com/a'],
    ['https://:s3cret@example.com/', 'https://:***@example.com/'],
    ['ftp://ann:s3cret@example.com/', 'ftp://ann:***@example.com/'],
    ['ann:s3cret@example.com/', 'ann:***@example.com/'],
    ['see //ann:s3cret@example.com and', 'see //ann:***@example.com and'],
  ])('%s is shown as %s', (text, masked) => {
    expect(maskLogins(text)).toBe(masked);
  });

  it.each([
    'https://example.com/a:b@c',
    'https://ann@example.com/',
    'ann@example.com',
    'https://example.com/?q=a:b@c',
  ])('%s is left as it is', (text) => {
    expect(maskLogins(text)).toBe(text);
  });

  it('move out of the URL into a login', () => {
    const line = 'https://ann:p%40ss%C3%BC@example.com/x#y';
    expect([...itemsOfLine(line, 1, [line, 'other'])]).toEqual([
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
      const items = [...itemsOfLine(line, 1)];
      expect(items.map(({ url }) => url)).toEqual([null]);
      expect(JSON.stringify(items)).not.toContain('s3cret');
    }
  });

  it('are sent in UTF-8', () => {
    expect(basicAuth({ user: 'ann', password: 'ü' })).toBe('Basic YW5uOsO8');
  });
});
