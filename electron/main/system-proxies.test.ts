import { describe, expect, it } from 'vitest';
import { hostReplySchema } from '#shared/engine-protocol/host-services.ts';
import { findSystemProxies, proxiesOf } from './system-proxies.ts';

describe('the proxies of a PAC answer', () => {
  it.each([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    ['PROXY a.example:3128; DIRECT', ['http://a.example:3128', 'direct']],
    [
      'HTTPS a:443;SOCKS5 b:1080; SOCKS c:1080',
      ['https://a:443', 'socks5://b:1080', 'socks4://c:1080'],
    ],
    ['direct; proxy a:1', ['direct', 'http://a:1']],
    ['QUIC a:1', []],
  ])('are read from %j', (answer, proxies) => {
    expect(proxiesOf(answer)).toEqual(proxies);
  });
});

describe('the question of the engine for the proxies of an origin', () => {
  async function answer(resolveProxy: (url: string) => Promise<string>) {
    const troubles: string[] = [];
    const log = { info: () => undefined, error: (message: string) => troubles.push(message) };
    const question = { id: 3, origin: 'http://shop.example:8080' };
    return { reply: await findSystemProxies(question, resolveProxy, log), troubles };
  }

  it('is answered by what the system says of that origin', async () => {
    const asked: string[] = [];
    const { reply } = await answer(async (url) => {
      asked.push(url);
      return 'PROXY p:1; DIRECT';
    });
    expect(reply).toEqual({ kind: 'proxies-found', id: 3, proxies: ['http://p:1', 'direct'] });
    expect(asked).toEqual(['http://shop.example:8080/']);
  });

  it('is answered after a second look where the first finds none', async () => {
    const answers = ['DIRECT', 'PROXY p:1', 'DIRECT', 'DIRECT'];
    const ask = async (): Promise<string> => answers.shift() ?? 'no more';
    expect((await answer(ask)).reply).toMatchObject({ proxies: ['http://p:1'] });
    expect((await answer(ask)).reply).toMatchObject({ proxies: ['direct'] });
  });

  it('is answered with the reason where the system cannot say', async () => {
    const { reply, troubles } = await answer(() => Promise.reject(new Error('broken')));
    expect(reply).toEqual({ kind: 'proxies-unknown', id: 3, reason: 'broken' });
    expect(hostReplySchema.safeParse(reply).success).toBe(true);
    expect(troubles).toHaveLength(1);
  });
});
