import { describe, expect, it } from 'vitest';
import { proxiesReplySchema } from '#shared/engine-protocol/host-services.ts';
import { answerProxyWishes, proxiesOf } from './proxy-wishes.ts';

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

describe('the wish of the engine for the proxies of an origin', () => {
  async function answerTo(wish: unknown, resolveProxy: (url: string) => Promise<string>) {
    const replies: unknown[] = [];
    const troubles: string[] = [];
    let say = (_message: unknown): void => undefined;
    const engine = {
      on: (_event: 'message', listener: (message: unknown) => void) => {
        say = listener;
      },
      postMessage: (message: unknown) => replies.push(message),
    };
    const log = { info: () => undefined, error: (message: string) => troubles.push(message) };
    answerProxyWishes(engine, resolveProxy, log);
    say(wish);
    await new Promise((resolve) => setImmediate(resolve));
    return { replies, troubles };
  }
  const wish = { kind: 'proxies-find', id: 3, origin: 'http://shop.example:8080' };

  it('is answered by what the system says of that origin', async () => {
    const asked: string[] = [];
    const { replies } = await answerTo(wish, async (url) => {
      asked.push(url);
      return 'PROXY p:1; DIRECT';
    });
    expect(replies).toEqual([{ kind: 'proxies-found', id: 3, proxies: ['http://p:1', 'direct'] }]);
    expect(asked).toEqual(['http://shop.example:8080/']);
  });

  it('is answered after a second look where the first finds none', async () => {
    const answers = ['DIRECT', 'PROXY p:1', 'DIRECT', 'DIRECT'];
    const ask = async (): Promise<string> => answers.shift() ?? 'no more';
    expect((await answerTo(wish, ask)).replies).toMatchObject([{ proxies: ['http://p:1'] }]);
    expect((await answerTo(wish, ask)).replies).toMatchObject([{ proxies: ['direct'] }]);
  });

  it('is answered with the reason where the system cannot say', async () => {
    const { replies, troubles } = await answerTo(wish, () => Promise.reject(new Error('broken')));
    expect(replies).toEqual([{ kind: 'proxies-unknown', id: 3, reason: 'broken' }]);
    expect(proxiesReplySchema.safeParse(replies[0]).success).toBe(true);
    expect(troubles).toHaveLength(1);
  });

  it.each([
    { ...wish, id: 0 },
    { ...wish, origin: 'file:///etc/passwd' },
    { ...wish, origin: 'http://a.example/path' },
    { ...wish, origin: 'http://ann:s3cret@a.example' },
    { ...wish, more: 1 },
    { kind: 'process-kill', id: 3 },
    null,
  ])('is left alone where it is none: %j', async (wrong) => {
    const ask = (): Promise<string> => Promise.reject(new Error('asked'));
    expect(await answerTo(wrong, ask)).toEqual({ replies: [], troubles: [] });
  });
});
