import { describe, expect, it } from 'vitest';
import { addCookies, domainsOf } from './cookies-text.ts';

const file = [
  '# Netscape HTTP Cookie File',
  '',
  '.example.com\tTRUE\t/\tTRUE\t1999999999\tsid\tabc=1',
  '#HttpOnly_www.example.com\tFALSE\t/shop\tFALSE\t0\ttoken\tx y',
].join('\r\n');

describe('pasted cookies', () => {
  it('are taken from a cookies.txt, line by line', () => {
    const kept = addCookies('', `\uFEFF${file}`, '');
    expect(kept).toBe(
      '.example.com\tTRUE\t/\tTRUE\t1999999999\tsid\tabc=1\n' +
        '#HttpOnly_www.example.com\tFALSE\t/shop\tFALSE\t0\ttoken\tx y\n',
    );
    expect(domainsOf(kept)).toEqual([
      { domain: 'example.com', count: 1 },
      { domain: 'www.example.com', count: 1 },
    ]);
  });

  it('are taken from a Cookie header, with and without its name', () => {
    for (const text of ['Cookie: sid=1; theme=a=b', 'sid=1;theme=a=b;\n']) {
      expect(addCookies('', text, 'Example.com')).toBe(
        '.example.com\tTRUE\t/\tTRUE\t0\tsid\t1\n.example.com\tTRUE\t/\tTRUE\t0\ttheme\ta=b\n',
      );
    }
  });

  it('stay on https, but where the domain says otherwise or is this machine', () => {
    const line = (domain: string) => addCookies('', 'a=1', domain).trim();
    expect(line('http://wiki.example')).toBe('.wiki.example\tTRUE\t/\tFALSE\t0\ta\t1');
    expect(line('https://wiki.example')).toBe('.wiki.example\tTRUE\t/\tTRUE\t0\ta\t1');
    expect(line('localhost')).toBe('localhost\tFALSE\t/\tFALSE\t0\ta\t1');
    expect(line('localhost:8080')).toBe(line('localhost'));
    expect(line('127.0.0.1')).toBe('127.0.0.1\tFALSE\t/\tFALSE\t0\ta\t1');
    expect(line('münchen.example')).toContain('.xn--mnchen-3ya.example\t');
  });

  it('come to those that are there, and take the place of the same one', () => {
    const first = addCookies('', 'sid=1; keep=2', 'a.example');
    const both = addCookies(first, 'sid=3', 'b.example');
    const last = addCookies(both, 'sid=4', 'a.example');
    expect(domainsOf(last)).toEqual([
      { domain: 'a.example', count: 2 },
      { domain: 'b.example', count: 1 },
    ]);
    expect(last).toContain('\tsid\t4');
    expect(last).not.toContain('\tsid\t1');
  });

  it.each([
    [`${file}\nexample.com\tTRUE\t/`, 'Line 5 is not a cookie: it has 3 parts'],
    [`${file}\nnothing`, 'Line 5 is not a cookie: it has no tabs'],
    ['sid=1; lonely', 'Line 1: A part without "="'],
    ['sid=1\nother=2', 'Line 2: a Cookie header is one line'],
    ['', 'no cookie in this text'],
    ['# Netscape HTTP Cookie File\n', 'no cookie in this text'],
  ])('that do not parse are refused with their line: %j', (text, reason) => {
    expect(() => addCookies('', text, 'a.example')).toThrow(reason);
  });

  it('of a header need a domain', () => {
    for (const domain of ['', 'a b', 'a.example/path', 'user@a.example']) {
      expect(() => addCookies('', 'a=1', domain)).toThrow('Say which domain');
    }
  });
});
