import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIdentity } from './identity.ts';

const none = { cookies: null, proxies: [] };

describe('who the command line is', () => {
  it('takes logins out of the proxies that it is given', async () => {
    const proxies = ['http://ann:p%40ss@proxy.example:8080', 'socks5://proxy.example'];
    expect(await readIdentity({ ...none, proxies }, { TRAWL_PROXY: 'http://unused' })).toEqual({
      proxies: ['http://proxy.example:8080', 'socks5://proxy.example:1080'],
      secrets: {
        proxyLogins: { 'http://proxy.example:8080': { user: 'ann', password: 'p@ss' } },
      },
    });
  });

  it('takes them from its surroundings otherwise', async () => {
    const env = {
      TRAWL_PROXY: 'http://a:1, https://b:2',
    };
    expect(await readIdentity(none, env)).toEqual({
      proxies: ['http://a:1', 'https://b:2'],
      secrets: {},
    });
    expect(await readIdentity(none, {})).toEqual({ proxies: null, secrets: {} });
  });

  it('refuses what is no proxy without repeating it', async () => {
    const wrong = readIdentity({ ...none, proxies: ['ftp://ann:s3cret@a'] }, {});
    await expect(wrong).rejects.toThrow('--proxy must look like');
    await expect(wrong).rejects.not.toThrow('s3cret');
  });

  it('reads a file of cookies, or says that it cannot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trawl-cookies-'));
    const cookies = join(folder, 'cookies.txt');
    await writeFile(cookies, '# none');
    expect((await readIdentity({ ...none, cookies }, {})).secrets.cookies).toBe('# none');
    await rm(folder, { recursive: true });
    await expect(readIdentity({ ...none, cookies }, {})).rejects.toThrow('cannot be read');
  });
});
