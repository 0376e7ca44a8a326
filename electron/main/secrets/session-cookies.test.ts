import type { Cookie } from 'electron';
import { expect, it } from 'vitest';
import { withSession } from './session-cookies.ts';

const cookie = (domain: string, name: string, more: Partial<Cookie> = {}): Cookie => ({
  name,
  value: 'v',
  domain,
  hostOnly: !domain.startsWith('.'),
  path: '/',
  secure: true,
  httpOnly: false,
  session: true,
  sameSite: 'lax',
  ...more,
});

it('writes the cookies of a session as a cookies.txt, HttpOnly ones too', () => {
  const cookies = [
    cookie('.shop.example', 'sid', {
      httpOnly: true,
      expirationDate: 1999999999.7,
      session: false,
    }),
    cookie('www.shop.example', 'theme', { secure: false, path: '/a', value: 'x=1; y' }),
    cookie('127.0.0.1', 'bad\tname'),
  ];
  expect(withSession('', { cookies, visited: ['www.shop.example', '127.0.0.1'] })).toBe(
    '#HttpOnly_.shop.example\tTRUE\t/\tTRUE\t2000000000\tsid\tv\n',
  );
});

it('puts them in the place of those of its sites, and leaves others as they were', () => {
  const kept = [
    '.shop.example\tTRUE\t/\tTRUE\t0\told\t1',
    'www.shop.example\tFALSE\t/\tTRUE\t0\tdeleted\t1',
    '.other.example\tTRUE\t/\tTRUE\t0\tkeep\t1',
  ].join('\n');
  const session = { cookies: [cookie('.shop.example', 'new')], visited: ['www.shop.example'] };
  expect(withSession(kept, session)).toBe(
    '.other.example\tTRUE\t/\tTRUE\t0\tkeep\t1\n.shop.example\tTRUE\t/\tTRUE\t0\tnew\tv\n',
  );
});

it('leaves out the cookies of others that pages bring along', () => {
  const cookies = [
    cookie('.ads.test', 'a'),
    cookie('.id.shop.example', 'b'),
    cookie('shop.example', 'c'),
    cookie('10.0.0.1', 'd'),
  ];
  const text = withSession('', { cookies, visited: ['shop.example', '127.0.0.1'] });
  expect(text.match(/[abcd]\tv/g)).toEqual(['b\tv', 'c\tv']);
});
