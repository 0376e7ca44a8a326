import { describe, expect, it } from 'vitest';
import { createRunSecrets, proxiesOf } from './run-secrets.ts';

describe('the proxies of the system', () => {
  it.each([
    ['DIRECT', []],
    ['', []],
    ['PROXY a.example:3128; DIRECT', ['http://a.example:3128']],
    ['HTTPS a:443;SOCKS5 b:1080; SOCKS c:1080', ['https://a:443', 'socks5://b:1080']],
    ['DIRECT; PROXY a:1', []],
  ])('are read from %j', (answer, proxies) => {
    expect(proxiesOf(answer)).toEqual(proxies);
  });

  it('are those for the first address of the list', async () => {
    const asked: string[] = [];
    const source = createRunSecrets({
      jobSecrets: (jobId) => (jobId === 'gone' ? null : Promise.resolve({ cookies: 'c' })),
      listHead: async () => 'name,url\nx,http://shop.example:8080/a?b\nhttps://other.example/',
      resolveProxy: async (url) => {
        asked.push(url);
        return 'PROXY p:1';
      },
    });
    const systemProxies = ['http://p:1'];
    expect(await source.of('job')).toEqual({ cookies: 'c', systemProxies });
    expect(await source.of('gone')).toEqual({ systemProxies });
    expect(await source.of(null)).toEqual({ systemProxies });
    expect(asked).toEqual([
      'http://shop.example:8080/',
      'https://example.com/',
      'https://example.com/',
    ]);
  });
});
