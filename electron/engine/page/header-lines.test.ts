import { describe, expect, it } from 'vitest';
import { headerEntries, headerLines, headerOf } from './header-lines.ts';

const bytes = (text: string, encoding: BufferEncoding = 'latin1') => Buffer.from(text, encoding);

describe('the headers of an answer', () => {
  it('stay as they came, in their order, repeated ones too', () => {
    const raw = ['Server', 'nginx', 'X-A', '1', 'Set-Cookie', 'a=1', 'x-a', '2'].map((part) =>
      bytes(part),
    );
    const lines = headerLines(raw, {});
    expect(lines).toBe('Server: nginx\r\nX-A: 1\r\nSet-Cookie: a=1\r\nx-a: 2\r\n');
    expect(headerEntries(lines)).toEqual([
      ['Server', 'nginx'],
      ['X-A', '1'],
      ['Set-Cookie', 'a=1'],
      ['x-a', '2'],
    ]);
    expect(headerOf(lines, 'X-a')).toBe('1, 2');
    expect(headerOf(lines, 'etag')).toBeNull();
  });

  it('are taken in one piece where they lie behind one another', () => {
    const head = bytes('HTTP/1.1 200 OK\r\nServer:nginx\r\nX-A:  1 \r\nX-Empty:\r\n\r\nbody');
    const part = (text: string) => {
      const at = head.indexOf(text);
      return head.subarray(at, at + text.length);
    };
    const empty = head.subarray(head.indexOf('\r\n\r\n'), head.indexOf('\r\n\r\n'));
    const raw = [part('Server'), part('nginx'), part('X-A'), part('1 '), part('X-Empty'), empty];
    expect(headerEntries(headerLines(raw, {}))).toEqual([
      ['Server', 'nginx'],
      ['X-A', '1'],
      ['X-Empty', ''],
    ]);
  });

  it('are taken from parsed headers where nothing else is known', () => {
    const lines = headerLines(null, { etag: '"x: y"', 'x-b': ['1', '2'], none: undefined });
    expect(lines).toBe('etag: "x: y"\r\nx-b: 1\r\nx-b: 2\r\n');
    expect(headerOf(lines, 'ETag')).toBe('"x: y"');
  });

  it('are read as UTF-8 where their bytes are that, else as ISO 8859-1', () => {
    const lines = headerLines(
      [bytes('X-Utf'), bytes('Größe', 'utf8'), bytes('X-Latin'), bytes('Größe')],
      {},
    );
    expect(headerOf(lines, 'x-utf')).toBe('Größe');
    expect(headerOf(lines, 'x-latin')).toBe('Größe');
  });

  it('have empty values, and none at all', () => {
    expect(headerOf(headerLines([bytes('X-Empty'), bytes('')], {}), 'x-empty')).toBe('');
    expect(headerEntries('')).toEqual([]);
  });
});
