import { describe, expect, it } from 'vitest';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import type { CookieStore, StoredCookie } from '../../ports/cookie-store.ts';
import { givenCookies } from './given-cookies.ts';
import { createSessionCookies, mergeCookies } from './session-cookies.ts';

const line = (...parts: string[]): string => parts.join('\t');

/** A store in memory, in place of the run's file on the disk. */
function memoryStore(): CookieStore & { readonly all: Map<string, string> } {
  const all = new Map<string, string>();
  let given: string | null = null;
  return {
    all,
    get given() {
      return given;
    },
    load: () => [...all].map(([id, json]): StoredCookie => ({ id, json })),
    save(changes, digest) {
      if (digest !== null) given = digest;
      for (const { id, json } of changes) {
        if (json === null) all.delete(id);
        else all.set(id, json);
      }
    },
  };
}

describe('given cookies', () => {
  it('are those of a cookies.txt', () => {
    const cookies = givenCookies(
      [
        line('.example.com', 'TRUE', '/', 'TRUE', '4102444800', 'sid', 'a=b'),
        line('#HttpOnly_shop.example', 'FALSE', '/cart', 'FALSE', '0', 'cart', ''),
      ].join('\n'),
    );
    expect(cookies.map((cookie) => cookie.toJSON())).toMatchObject([
      { key: 'sid', value: 'a=b', domain: 'example.com', path: '/', secure: true },
      { key: 'cart', domain: 'shop.example', path: '/cart', hostOnly: true, httpOnly: true },
    ]);
  });

  it('are refused with their line where they are more than a browser keeps', () => {
    const cookie = (n: number, value: string): string =>
      line(`h${n}.example.com`, 'FALSE', '/', 'TRUE', '0', `c${n}`, value);
    const of = (count: number, value: string): string =>
      Array.from({ length: count }, (_, n) => cookie(n, value)).join('\n');
    expect(givenCookies(of(180, 'x'))).toHaveLength(180);
    expect(() => givenCookies(`# file\n${of(181, 'x')}`)).toThrow(
      /line 182 is one too many for example\.com/,
    );
    expect(() => givenCookies(of(40, 'x'.repeat(4000)))).toThrow(/with line 33 .* 128 KiB/);
    expect(() => givenCookies(of(1, 'x'.repeat(4096)))).toThrow(/line 1 .* 4096 bytes/);
    expect(() => givenCookies(of(1, 'Ł'.repeat(2048)))).toThrow(/line 1 .* 4096 bytes/);
  });

  it('are refused for a public suffix, and with the number of a wrong line', () => {
    expect(() => givenCookies(line('co.uk', 'TRUE', '/', 'TRUE', '0', 'a', 'b'))).toThrow(
      'line 1 is for "co.uk", which belongs to everybody',
    );
    expect(() => givenCookies('# file\na=secret; c=d\ne=f')).toThrow(
      /^The cookies cannot be used: line 2 is not a cookie: it has no tabs.* 1 more lines? (are|is) wrong\.$/,
    );
  });
});

describe('the cookies of a session', () => {
  const page = new URL('https://www.example.com/shop/');

  it('go back to the site that set them, and nowhere else', () => {
    const cookies = createSessionCookies(undefined, null);
    cookies.take(page, ['a=1; Path=/', 'b=2; Domain=example.com; Path=/', 'c=3; Secure; Path=/']);
    expect(cookies.headerFor(page)).toBe('a=1; b=2; c=3');
    expect(cookies.headerFor(new URL('https://other.example.com/'))).toBe('b=2');
    expect(cookies.headerFor(new URL('http://www.example.com/'))).toBe('a=1; b=2');
    expect(cookies.headerFor(new URL('https://example.org/'))).toBeNull();
    expect(cookies.headerFor(new URL('https://badexample.com/'))).toBeNull();
  });

  it('are not taken for a public suffix, for another site, or where they make no sense', () => {
    const cookies = createSessionCookies(undefined, null);
    cookies.take(page, ['a=1; Domain=com', 'b=2; Domain=example.org', '', ';;;', '__Host-x=1']);
    cookies.take(new URL('https://me.github.io/'), 'c=3; Domain=github.io');
    expect(cookies.headerFor(new URL('https://you.github.io/'))).toBeNull();
    expect(cookies.headerFor(new URL('https://example.org/'))).toBeNull();
    expect(cookies.headerFor(new URL('https://other.com/'))).toBeNull();
  });

  it('work for addresses and for names of the local network', () => {
    const cookies = createSessionCookies(undefined, null);
    for (const url of [
      'http://127.0.0.1:8080/',
      'http://[::1]/',
      'http://localhost/',
      'http://nas.lan/',
    ]) {
      cookies.take(new URL(url), 'a=1');
      expect(cookies.headerFor(new URL(url))).toBe('a=1');
    }
  });

  it('outlive the session in its store, changed ones and deleted ones too', () => {
    const store = memoryStore();
    const first = createSessionCookies(undefined, store);
    first.take(page, ['a=1; Path=/', 'b=1; Path=/']);
    first.save();
    first.take(page, ['a=2; Path=/', 'b=gone; Path=/; Max-Age=0']);
    first.headerFor(page);
    first.save();
    expect(createSessionCookies(undefined, store).headerFor(page)).toBe('a=2');
    expect(store.all.size).toBe(1);
  });

  it('begin with what is given, once: after that the stored ones are newer', () => {
    const given = line('.example.com', 'TRUE', '/', 'TRUE', '0', 'sid', 'old');
    const store = memoryStore();
    const first = createSessionCookies(given, store);
    expect(first.headerFor(page)).toBe('sid=old');
    first.take(page, 'sid=new; Domain=example.com; Path=/');
    first.save();
    expect(createSessionCookies(given, store).headerFor(page)).toBe('sid=new');
    const other = given.replace('old', 'other');
    expect(createSessionCookies(other, store).headerFor(page)).toBe('sid=other');
  });

  it('are refused with the number of the line, and not its text', () => {
    expect(() => createSessionCookies('# x\nsecret=1', null)).toThrow(TrawlError);
    expect(() => createSessionCookies('# x\nsecret=1', null)).toThrow(/line 2/);
    expect(() => createSessionCookies('# x\nsecret=1', null)).not.toThrow(/secret/);
  });

  it('are those that browsers take, byte by byte', () => {
    // The Cookie header that Chromium 156 sends back after each of these.
    const utf8 = Buffer.from('u=café Ł').toString('latin1');
    const big = `b=${'x'.repeat(4095)}`;
    const cases: readonly (readonly [string, string | null])[] = [
      ['seen=a\x7fb; Path=/', null],
      ['c=a\x01b', null],
      ['t=a\tb', null],
      ['dc=1; Other=a\x7f', null],
      [utf8, utf8],
      ['l=caf\xe9', 'l=caf\xe9'],
      ['lonely', 'lonely'],
      ['=val', 'val'],
      ['=', null],
      [' s p = v w ', 's p=v w'],
      ['sq="a;b"', 'sq="a'],
      ['=__Host-x=1', null],
      [big, big],
      [`${big}x`, null],
      [`lp=1; Path=/${'x'.repeat(1024)}`, 'lp=1'],
      ['z=1; Max-Age=0', null],
      ['mj=1; Max-Age=abc', 'mj=1'],
    ];
    for (const [set, sent] of cases) {
      const cookies = createSessionCookies(undefined, null);
      cookies.take(new URL('http://127.0.0.1/'), set);
      expect([set, cookies.headerFor(new URL('http://127.0.0.1/'))]).toEqual([set, sent]);
    }
  });

  it('that cannot be read leave the others of their host alone', () => {
    const cookies = createSessionCookies(undefined, null);
    cookies.take(page, ['a=1; Path=/', 'seen=\x7f; Path=/', 'b=2; Path=/']);
    expect(cookies.headerFor(page)).toBe('a=1; b=2');
  });

  it('go out in UTF-8 where they are given, after a resume too', () => {
    const given = line('www.example.com', 'FALSE', '/', 'FALSE', '0', 'city', 'Łódź');
    const bytes = Buffer.from('city=Łódź').toString('latin1');
    const store = memoryStore();
    expect(createSessionCookies(given, store).headerFor(page)).toBe(bytes);
    expect(createSessionCookies(given, store).headerFor(page)).toBe(bytes);
  });

  it('of a run file that an older version wrote go out in UTF-8 as well', () => {
    const store = memoryStore();
    const saved = {
      key: 'city',
      value: 'Łódź',
      domain: 'www.example.com',
      path: '/',
      hostOnly: true,
    };
    store.all.set('www.example.com\t/\tcity', JSON.stringify(saved));
    const big = { ...saved, key: 'big', value: 'x'.repeat(10_000) };
    store.all.set('www.example.com\t/\tbig', JSON.stringify(big));
    const cookies = createSessionCookies(undefined, store);
    expect(cookies.headerFor(page)).toBe(Buffer.from('city=Łódź').toString('latin1'));
    cookies.save();
    expect([...store.all.keys()]).toEqual(['www.example.com\t/\tcity']);
  });

  it('of a site with all of its hosts are bounded in number and bytes; the newest stay', () => {
    const cookies = createSessionCookies(undefined, null);
    const value = 'x'.repeat(4000);
    for (let host = 0; host < 100; host += 1) {
      const url = new URL(`https://h${host}.deep.example.com/`);
      cookies.take(
        url,
        Array.from({ length: 10 }, (_, n) => `c${host}x${n}=${value}; Domain=example.com`),
      );
    }
    const header = cookies.headerFor(page) ?? '';
    expect(header.length).toBeLessThan(140_000);
    expect(header).toContain('c99x9=');
    const store = memoryStore();
    const many = createSessionCookies(undefined, store);
    for (let at = 0; at < 20_000; at += 1) {
      many.take(new URL(`https://s${at}.example/`), `big=${value}; Path=/`);
    }
    many.save();
    const bytes = [...store.all.values()].reduce((sum, json) => sum + json.length, 0);
    expect(bytes).toBeLessThan(40_000_000);
    expect(many.headerFor(new URL('https://s19999.example/'))).not.toBeNull();
  });

  it('that are sent again and again outlive those that are not', () => {
    const cookies = createSessionCookies(undefined, null);
    const [first, second] = [new URL('https://a.example.com/'), new URL('https://b.example.com/')];
    cookies.take(second, ['unused=1; Path=/']);
    cookies.take(first, ['login=1; Path=/']);
    for (let n = 0; n < 1000; n += 1) {
      cookies.take(second, `c${n}=1; Path=/`);
      if (n % 20 === 0) cookies.headerFor(first);
    }
    expect(cookies.headerFor(first)).toBe('login=1');
    expect(cookies.headerFor(second)).not.toContain('unused');
  });

  it('stay within bounds, and keep what is used', () => {
    const cookies = createSessionCookies(undefined, null);
    cookies.take(page, 'login=1; Path=/');
    for (let host = 0; host < 400; host += 1) {
      const url = new URL(`https://h${host}.example/`);
      cookies.take(
        url,
        Array.from({ length: 60 }, (_, index) => `c${index}=1`),
      );
      if (host % 50 === 0) cookies.headerFor(page);
    }
    expect(cookies.headerFor(page)).toBe('login=1');
    expect(cookies.headerFor(new URL('https://h0.example/'))).toBeNull();
    expect(cookies.headerFor(new URL('https://h399.example/'))).not.toBeNull();
    const many = Array.from({ length: 1000 }, (_, index) => `m${index}=1`);
    cookies.take(new URL('https://many.example/'), many);
    expect(
      cookies.headerFor(new URL('https://many.example/'))?.split(';').length,
    ).toBeLessThanOrEqual(180);
  });

  it('take the place of those set by hand', () => {
    expect(mergeCookies('a=hand; b=hand', 'a=site; c=site')).toBe('b=hand; a=site; c=site');
    expect(mergeCookies('a=hand', null)).toBe('a=hand');
    expect(mergeCookies(undefined, 'a=site')).toBe('a=site');
    expect(mergeCookies(undefined, null)).toBeNull();
  });
});
