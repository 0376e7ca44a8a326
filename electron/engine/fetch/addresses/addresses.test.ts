import type { LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { kindOfAddress, kindOfHost } from '../../addresses/address-kind.ts';
import { guardedLookup } from './guarded-lookup.ts';
import { firstReach, nextReach, type Reach } from './reach.ts';

const hostOf = (url: string): string => new URL(url).hostname;

describe('the kind of an address', () => {
  it.each([
    ['93.184.216.34', 'public'],
    ['2606:4700::1111', 'public'],
    ['64:ff9b::5db8:d822', 'public'],
    ['2002:5db8:d822::1', 'public'],
    ['127.0.0.1', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['192.168.0.1', 'private'],
    ['169.254.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['0.0.0.0', 'private'],
    ['224.0.0.1', 'private'],
    ['255.255.255.255', 'private'],
    ['192.0.2.1', 'private'],
    ['198.18.0.1', 'private'],
    ['240.0.0.1', 'private'],
    ['::', 'private'],
    ['::1', 'private'],
    ['fe80::1', 'private'],
    ['fe80::1%eth0', 'private'],
    ['fec0::1', 'private'],
    ['fc00::1', 'private'],
    ['ff02::1', 'private'],
    ['2001:db8::1', 'private'],
    ['2001::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['::ffff:0:7f00:1', 'private'],
    ['::7f00:1', 'private'],
    ['64:ff9b::7f00:1', 'private'],
    ['64:ff9b:1::1', 'private'],
    ['2002:7f00:1::', 'private'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['64:ff9b::a9fe:a9fe', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind);
  });

  it('is none for a name', () => {
    expect(kindOfAddress('example.com')).toBeNull();
  });
});

describe('the kind of a host', () => {
  it.each([
    ['https://example.com/', 'public'],
    ['https://example.com./', 'public'],
    ['https://someone.github.io/', 'public'],
    ['https://пример.рф/', 'public'],
    ['http://localhost/', 'private'],
    ['http://LOCALHOST./', 'private'],
    ['http://intranet/', 'private'],
    ['http://printer.local/', 'private'],
    ['http://nas.lan/', 'private'],
    ['http://wiki.internal/', 'private'],
    ['http://router.home.arpa/', 'private'],
    ['http://wiki.corp/', 'private'],
    ['http://2130706433/', 'private'],
    ['http://0177.0.0.1/', 'private'],
    ['http://0x7f.1/', 'private'],
    ['http://[::1]/', 'private'],
    ['http://[::ffff:7f00:1]/', 'private'],
    ['http://metadata.google.internal/', 'metadata'],
    ['http://0xA9FEA9FE/', 'metadata'],
  ])('%s is %s', (url, kind) => {
    expect(kindOfHost(hostOf(url))).toBe(kind);
  });
});

describe('where a fetch may lead', () => {
  const first = (url: string, allowPrivate = false) => firstReach(new URL(url), allowPrivate);
  const next = (reach: Reach, from: string, to: string, allowPrivate = false) =>
    nextReach(reach, new URL(from), new URL(to), allowPrivate);

  it('takes what a person typed', () => {
    expect(first('https://example.com/')).toBe('public');
    expect(first('https://example.com/', true)).toBe('private');
    expect(first('http://nas.lan/')).toBe('private');
  });

  it('lets metadata services through only where they are typed and allowed', () => {
    const metadata = 'http://169.254.169.254/latest/';
    expect(first(metadata)).toBeNull();
    expect(first(metadata, true)).toBe('any');
    expect(next('any', metadata, 'http://169.254.169.254/next', true)).toBe('any');
    expect(next('private', 'http://nas.lan/', metadata, true)).toBeNull();
    expect(next('private', 'https://example.com/', metadata, true)).toBeNull();
  });

  it('follows from private to private, and from public to private only where it is allowed', () => {
    expect(next('private', 'http://nas.lan/', 'http://192.168.0.7/')).toBe('private');
    expect(next('public', 'https://example.com/', 'http://192.168.0.7/')).toBeNull();
    expect(next('private', 'https://example.com/', 'http://192.168.0.7/', true)).toBe('private');
  });

  it('forgets the private start once a public host leads', () => {
    expect(next('private', 'http://nas.lan/', 'https://example.com/')).toBe('public');
  });
});

describe('a guarded look-up', () => {
  const ask = (reach: Reach, addresses: readonly string[], all: boolean) => {
    const lookup: LookupFunction = (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    return new Promise<unknown>((resolve) =>
      guardedLookup(lookup, reach)('a.example', { all }, (error, address) =>
        resolve(error === null ? address : error.message),
      ),
    );
  };

  it('hands on what may be connected to, and nothing else', async () => {
    expect(await ask('public', ['10.0.0.1', '93.184.216.34'], true)).toEqual([
      { address: '93.184.216.34', family: 4 },
    ]);
    expect(await ask('public', ['10.0.0.1', '93.184.216.34'], false)).toBe('93.184.216.34');
    expect(await ask('private', ['10.0.0.1'], false)).toBe('10.0.0.1');
  });

  it('says what was refused', async () => {
    expect(await ask('public', ['::ffff:127.0.0.1'], true)).toContain('a.example is ::ffff:127');
    expect(await ask('private', ['169.254.169.254'], true)).toContain('credentials');
  });
});
