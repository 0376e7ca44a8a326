import { expect, it } from 'vitest';
import { loginProxyOf } from './login-proxy.ts';

const login = { user: 'ann', password: 'hush' };

it('takes the first proxy of the job, with its login', () => {
  const proxies = ['http://proxy.example:8080', 'http://b.example:1'];
  const secrets = { proxyLogins: { 'http://proxy.example:8080': login } };
  expect(loginProxyOf({ proxies }, secrets)).toEqual({
    config: {
      mode: 'fixed_servers',
      proxyRules: 'http://proxy.example:8080',
      proxyBypassRules: '<-loopback>',
    },
    login,
    isProxied: true,
  });
});

it('goes straight without proxies, and as the system says where the job wants that', () => {
  expect(loginProxyOf({}, {})).toEqual({
    config: { mode: 'direct' },
    login: null,
    isProxied: false,
  });
  expect(loginProxyOf({ proxies: 'system' }, {}).config).toEqual({ mode: 'system' });
});

it('says what it cannot use', () => {
  const proxies = ['socks5://proxy.example:1080'];
  expect(loginProxyOf({ proxies }, {}).config.proxyRules).toBe('socks5://proxy.example:1080');
  const secrets = { proxyLogins: { 'socks5://proxy.example:1080': login } };
  expect(() => loginProxyOf({ proxies }, secrets)).toThrow('cannot use a SOCKS proxy');
});
