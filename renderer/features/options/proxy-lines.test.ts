import { describe, expect, it } from 'vitest';
import { optionsSchema } from '#shared/job/job.ts';
import { addProxies } from './proxy-lines.ts';

const added = (text: string) => addProxies([], text);

describe('addProxies', () => {
  it('takes a proxy a line, http where no scheme is given, each once', () => {
    const { proxies, problem } = addProxies(
      ['http://a.example:8080'],
      'a.example:8080\n\n  SOCKS5://B.example:1080/ \r\nhttps://c.example:443\nhttp://[::1]:3128\nd.example',
    );
    expect(proxies).toEqual([
      'http://a.example:8080',
      'socks5://b.example:1080',
      'https://c.example:443',
      'http://[::1]:3128',
      'http://d.example:80',
    ]);
    expect(optionsSchema.shape.proxies.safeParse(proxies).success).toBe(true);
    expect(problem).toBeNull();
  });

  it('splits off logins, which never stay in the line', () => {
    const { proxies, logins } = added(
      'http://ann:p%40ss:word@a.example:1\nb.example:2:bob:s3:cret\nhttp://eve@c.example:3\nhttp://x:50%@d.example:4\nhttp://:p@e.example:5',
    );
    expect(proxies).toEqual([
      'http://a.example:1',
      'http://b.example:2',
      'http://c.example:3',
      'http://d.example:4',
      'http://e.example:5',
    ]);
    expect(logins).toEqual([
      { proxy: 'http://a.example:1', user: 'ann', password: 'p@ss:word' },
      { proxy: 'http://b.example:2', user: 'bob', password: 's3:cret' },
      { proxy: 'http://c.example:3', user: 'eve', password: '' },
      { proxy: 'http://d.example:4', user: 'x', password: '50%' },
    ]);
  });

  it('gives a proxy that is there its login', () => {
    const { proxies, logins } = addProxies(['http://a.example:1'], 'http://u:p@a.example:1');
    expect(proxies).toEqual(['http://a.example:1']);
    expect(logins).toHaveLength(1);
  });

  it.each([
    ['socks4://a.example:1', 'Line 1: only http, https and socks5'],
    ['http://a.example:99999', 'Line 1: write a proxy as'],
    ['http://a.example:0', 'Line 1: write a proxy as'],
    ['not a proxy', 'Line 1: write a proxy as'],
    [`http://${'a'.repeat(1001)}:1`, 'Line 1: write a proxy as'],
    ['http://a.example:1/path', 'Line 1: write a proxy as'],
  ])('leaves %j to be mended, and says why', (line, reason) => {
    const { proxies, rest, problem } = added(`http://good.example:1\n${line}`);
    expect(proxies).toEqual(['http://good.example:1']);
    expect(rest).toBe(line);
    expect(problem).toContain(reason);
  });

  it('stops at what a job may hold', () => {
    const many = Array.from({ length: 1001 }, (_, index) => `p${index}.example:1`).join('\n');
    const { proxies, rest, problem } = added(many);
    expect(proxies).toHaveLength(1000);
    expect(rest).toBe('p1000.example:1');
    expect(problem).toContain('at most 1,000');
  });
});
