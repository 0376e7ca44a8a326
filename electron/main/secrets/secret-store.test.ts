import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSecretStore } from './secret-store.ts';
import type { Vault } from './vault.ts';

const jobId = 'job-1';
const login = { user: 'ann', password: 'hush' };

/** Inverts every byte: enough to show that stored data was encrypted. */
const turned = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff);
const vaultWith = (secure: { value: boolean }): Vault => ({
  isSecure: () => secure.value,
  encrypt: (text) => turned(new TextEncoder().encode(text)),
  decrypt: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(turned(bytes)),
});

function setUp(isSecure = true) {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-secrets-'));
  const file = join(folder, `${jobId}.bin`);
  const secure = { value: isSecure };
  const errors: string[] = [];
  const open = () =>
    createSecretStore((id) => join(folder, `${id}.bin`), vaultWith(secure), {
      info: () => undefined,
      error: (message, error) => errors.push(`${message} ${String(error)}`),
    });
  return { file, open, secure, errors };
}

describe('the secrets of a job', () => {
  it('are encrypted on the disk, and there at the next start', async () => {
    const { file, open } = setUp();
    const store = open();
    await store.addCookies(jobId, 'sid=verysecret', 'a.example');
    await store.setProxyLogins(jobId, [{ proxy: 'http://proxy:80', ...login }]);
    expect(readFileSync(file, 'latin1')).not.toMatch(/verysecret|hush|ann/);
    const again = open();
    expect((await again.of(jobId)).cookies).toContain('\tsid\tverysecret');
    expect((await again.of(jobId)).proxyLogins).toEqual({ 'http://proxy:80': login });
    expect(await again.summary(jobId)).toEqual({
      stored: 'keychain',
      cookies: [{ domain: 'a.example', count: 1 }],
      logIn: null,
      proxies: ['http://proxy:80'],
    });
  });

  it('hold a log-in of a window, and forget all of it at once', async () => {
    const { file, open } = setUp();
    const store = open();
    await store.addCookies(jobId, 'sid=old', 'a.example');
    await store.addCookies(jobId, 'keep=1', 'b.example');
    const before = store.versionOf(jobId);
    const token: [string, string] = ['token', 'st0rage-secret'];
    const logIn = {
      atMs: 7,
      userAgent: 'Window/1',
      addresses: ['https://a.example/login'],
      storage: [{ origin: 'https://a.example', entries: [token] }],
    };
    await store.keepLogIn(jobId, { cookies: [], visited: ['a.example'] }, logIn);
    expect(store.versionOf(jobId)).not.toBe(before);
    expect(readFileSync(file, 'latin1')).not.toMatch(/st0rage-secret|Window/);
    expect(await open().of(jobId)).toMatchObject({ logIn });
    expect((await store.of(jobId)).cookies).not.toContain('old');
    const summary = await store.summary(jobId);
    expect(summary).toMatchObject({
      cookies: [{ domain: 'b.example' }],
      logIn: { atMs: 7, hasUserAgent: true },
    });
    expect(JSON.stringify(summary)).not.toContain('st0rage-secret');

    const other = {
      ...logIn,
      atMs: 8,
      addresses: [],
      storage: [{ origin: 'https://b.example', entries: [] }],
    };
    await store.keepLogIn(jobId, { cookies: [], visited: ['b.example'] }, other);
    const { cookies, logIn: both } = await store.of(jobId);
    expect(cookies).toBeUndefined();
    expect(both?.storage.map(({ origin }) => origin)).toEqual([
      'https://b.example',
      'https://a.example',
    ]);
    expect(both?.addresses).toEqual(logIn.addresses);
    await store.clearCookies(jobId);
    expect(await store.of(jobId)).toEqual({});
    expect(existsSync(file)).toBe(false);
  });

  it('leave no file behind when the last is cleared', async () => {
    const { file, open } = setUp();
    const store = open();
    await store.addCookies(jobId, 'sid=1', 'a.example');
    await store.setProxyLogins(jobId, [{ proxy: 'http://proxy:80', ...login }]);
    await store.clearCookies(jobId);
    expect(await store.of(jobId)).toEqual({ proxyLogins: { 'http://proxy:80': login } });
    await store.clearProxyLogin(jobId, 'http://proxy:80');
    expect(await store.of(jobId)).toEqual({});
    expect(existsSync(file)).toBe(false);
  });

  it('stay in memory where there is no keychain', async () => {
    const { file, open } = setUp(false);
    const store = open();
    await store.addCookies(jobId, 'sid=1', 'a.example');
    expect(existsSync(file)).toBe(false);
    expect(await store.summary(jobId)).toMatchObject({
      stored: 'session',
      cookies: [{ count: 1 }],
    });
    expect(await open().of(jobId)).toEqual({});
  });

  it('lose nothing when they are set at the same time', async () => {
    const store = setUp().open();
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        store.setProxyLogins(jobId, [{ proxy: `http://${name}:1`, ...login }]),
      ),
    );
    expect((await store.summary(jobId)).proxies).toHaveLength(3);
  });

  it('say so when they cannot be read any more, and can be set anew', async () => {
    const { file, open, errors } = setUp();
    writeFileSync(file, 'not what was encrypted: hush');
    const store = open();
    const refusal = store.of(jobId);
    await expect(refusal).rejects.toMatchObject({ code: 'FILE_ERROR' });
    await expect(refusal).rejects.toThrow('Set them again under Options.');
    await store.addCookies(jobId, 'sid=1', 'a.example');
    expect((await store.summary(jobId)).cookies).toHaveLength(1);
    expect(errors.join()).not.toContain('hush');
  });

  it('are kept when what is pasted is no cookie', async () => {
    const store = setUp().open();
    await store.addCookies(jobId, 'sid=1', 'a.example');
    await expect(store.addCookies(jobId, 'nonsense', 'a.example')).rejects.toThrow('not a cookie');
    expect((await store.summary(jobId)).cookies).toHaveLength(1);
  });
});
