import { describe, expect, it } from 'vitest';
import { type AddressKind, AddressRule } from './address-rule.ts';

const kinds: Readonly<Record<string, AddressKind>> = {
  'intranet.lan': 'private',
  'other.lan': 'private',
  '10.0.0.1': 'private',
  '169.254.169.254': 'metadata',
};
const addresses: Readonly<Record<string, readonly string[]>> = {
  'rebound.example': ['93.184.216.34', '10.0.0.1'],
  'cloud.example': ['169.254.169.254'],
};

function ruleOf(typed: string, more: { allowPrivate?: boolean; isProxied?: boolean } = {}) {
  const lookUps: string[] = [];
  const rule = new AddressRule({
    typed: new URL(typed),
    allowPrivate: false,
    isProxied: false,
    ...more,
    kindsOf: async (hosts) => hosts.map((host) => kinds[host] ?? 'public'),
    async lookUp(host) {
      lookUps.push(host);
      if (host === 'gone.example') throw new Error('ERR_NAME_NOT_RESOLVED');
      return addresses[host] ?? ['93.184.216.34'];
    },
  });
  const may = async (url: string, isDocument = true) =>
    (await rule.refuses(url, isDocument)) === null;
  return { may, rule, lookUps };
}

describe('a request of a log-in window', () => {
  it('may go to public sites, and to none else from there', async () => {
    const { may } = ruleOf('https://shop.example/');
    expect(await may('https://shop.example/')).toBe(true);
    expect(await may('wss://live.example/')).toBe(true);
    expect(await may('http://intranet.lan/')).toBe(false);
    expect(await may('http://10.0.0.1/')).toBe(false);
    expect(await may('ws://10.0.0.1/', false)).toBe(false);
    expect(await may('http://rebound.example/', false)).toBe(false);
    expect(await may('http://cloud.example/', false)).toBe(false);
  });

  it('may go to private hosts where the person typed one, until a public page was shown', async () => {
    const { may } = ruleOf('http://intranet.lan/');
    expect(await may('http://intranet.lan/')).toBe(true);
    expect(await may('http://other.lan/')).toBe(true);
    expect(await may('https://cdn.example/script.js', false)).toBe(true);
    expect(await may('http://intranet.lan/again')).toBe(true);
    expect(await may('https://shop.example/')).toBe(true);
    expect(await may('http://intranet.lan/')).toBe(false);
  });

  it('may go there with the option of the job, but to the services of a cloud only as typed', async () => {
    const { may } = ruleOf('https://shop.example/', { allowPrivate: true });
    expect(await may('http://10.0.0.1/')).toBe(true);
    expect(await may('http://169.254.169.254/')).toBe(false);
    const typed = 'http://169.254.169.254/';
    expect(await ruleOf(typed, { allowPrivate: true }).may(typed)).toBe(true);
    expect(await ruleOf(typed).may(typed)).toBe(false);
  });

  it('is judged by its name alone behind a proxy', async () => {
    const { may, lookUps } = ruleOf('https://shop.example/', { isProxied: true });
    expect(await may('http://rebound.example/')).toBe(true);
    expect(await may('http://10.0.0.1/')).toBe(false);
    expect(lookUps).toEqual([]);
  });

  it('has a scheme of the web', async () => {
    const { may } = ruleOf('https://shop.example/');
    expect(await may('blob:https://shop.example/1')).toBe(true);
    for (const url of ['file:///etc/passwd', 'ftp://shop.example/', 'app://trawl/', 'nonsense']) {
      expect(await may(url)).toBe(false);
    }
  });

  it('looks a name up once, and again where that failed', async () => {
    const { may, rule, lookUps } = ruleOf('https://shop.example/');
    await may('https://shop.example/a');
    await may('https://shop.example/b');
    await expect(rule.refuses('https://gone.example/', true)).rejects.toThrow();
    await expect(rule.refuses('https://gone.example/', true)).rejects.toThrow();
    expect(lookUps).toEqual(['shop.example', 'gone.example', 'gone.example']);
  });
});
