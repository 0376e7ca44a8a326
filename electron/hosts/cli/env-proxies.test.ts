import { describe, expect, it } from 'vitest';
import { envProxies } from './env-proxies.ts';

describe('the proxies that the environment names', () => {
  it.each([
    [{}, 'http://a.example', 'direct'],
    [{ HTTP_PROXY: 'p:1' }, 'http://a.example', 'http://p:1'],
    [{ HTTP_PROXY: 'p:1' }, 'https://a.example', 'direct'],
    [{ HTTPS_PROXY: 'http://u:pw@p:1' }, 'https://a.example', 'http://u:pw@p:1'],
    [{ http_proxy: 'small:1', HTTP_PROXY: 'large:1' }, 'http://a.example', 'http://small:1'],
    [{ http_proxy: '', HTTP_PROXY: 'large:1' }, 'http://a.example', 'http://large:1'],
    [{ ALL_PROXY: 'socks5://p:1' }, 'http://a.example', 'socks5://p:1'],
    [{ ALL_PROXY: 'all:1', https_proxy: 'p:1' }, 'https://a.example', 'http://p:1'],
  ])('are those of %j for %s', async (env, origin, proxy) => {
    expect(await envProxies(env)(origin)).toEqual([proxy]);
  });

  it.each([
    ['*', 'https://a.example', true],
    ['a.example', 'https://a.example', true],
    ['A.Example.', 'https://www.a.example', true],
    ['.a.example', 'https://a.example', true],
    ['*.a.example', 'https://www.a.example', true],
    ['a.example', 'https://other-a.example', false],
    ['b.example, a.example', 'http://a.example', true],
    ['b.example a.example', 'http://a.example', true],
    ['a.example:8080', 'http://a.example:8080', true],
    ['a.example:8080', 'http://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['10.0.0.0/8', 'http://10.1.2.3', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['10.1.2.3', 'http://10.1.2.3:8080', true],
    ['10.0.0.0/33', 'http://10.1.2.3', false],
    ['::1', 'http://[::1]:8080', true],
    ['[::1]:8080', 'http://[::1]:8080', true],
    ['[::1]:8081', 'http://[::1]:8080', false],
    ['fd00::/8', 'http://[fd12::1]', true],
    ['fd00::/8', 'http://[fe12::1]', false],
    [',', 'http://a.example', false],
  ])('are not for the hosts of NO_PROXY=%s: %s is one: %s', async (list, origin, isExempt) => {
    const find = envProxies({ HTTP_PROXY: 'p:1', HTTPS_PROXY: 'p:1', NO_PROXY: list });
    expect(await find(origin)).toEqual([isExempt ? 'direct' : 'http://p:1']);
  });
});
