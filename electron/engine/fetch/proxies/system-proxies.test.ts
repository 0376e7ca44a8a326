import { describe, expect, it } from 'vitest';
import { systemClock } from '../../system-clock.ts';
import { ProxyLogins } from './proxy-logins.ts';
import { ProxyRotation } from './proxy-rotation.ts';
import { SystemProxies } from './system-proxies.ts';

describe('the answers of the system', () => {
  it('are kept for a thousand origins, the one asked for the longest ago goes first', async () => {
    let asked = 0;
    const system = new SystemProxies({
      find: async () => {
        asked += 1;
        return ['direct'];
      },
      rotation: new ProxyRotation('list', systemClock),
      logins: new ProxyLogins(undefined),
      clock: systemClock,
    });
    const ask = (index: number) => system.for(`http://h${index}.example`);
    for (let index = 0; index <= 1000; index += 1) await ask(index);
    await Promise.all([ask(1), ask(1000)]);
    expect(asked).toBe(1001);
    await ask(0);
    expect(asked).toBe(1002);
  });

  it('are asked for once by requests that come together', async () => {
    let asked = 0;
    const logins = new ProxyLogins({
      proxyLogins: { 'http://p.example:1': { user: 'ann', password: 'pa55' } },
    });
    const system = new SystemProxies({
      find: async () => {
        asked += 1;
        return ['http://p.example:1', 'http://u:pw@q.example:2', 'direct', 'http://never:1'];
      },
      rotation: new ProxyRotation('list', systemClock),
      logins,
      clock: systemClock,
    });
    const [one, two] = await Promise.all([system.for('http://a'), system.for('http://a')]);
    expect(asked).toBe(1);
    expect(one).toBe(two);
    expect(one).toMatchObject({
      kind: 'known',
      direct: true,
      proxies: [
        { proxy: { name: 'http://p.example:1', login: { user: 'ann' } } },
        { proxy: { name: 'http://q.example:2', login: { user: 'u' } } },
      ],
    });
    expect(logins.used.map(({ password }) => password)).toEqual(['pa55', 'pw']);
  });
});
