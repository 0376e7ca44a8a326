import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPageFiles, pathIn } from './page-files.ts';

function site() {
  const root = mkdtempSync(join(tmpdir(), 'trawl-page-'));
  const folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets.js'), { recursive: true });
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(folder, '.env.js'), 'secret');
  writeFileSync(join(folder, 'notes.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="%CSP_NONCE%">');
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'run()');
  writeFileSync(join(folder, 'assets', 'a b.css'), 'p {}');
  const files = createPageFiles(folder);
  return (path: string, method = 'GET') => files({ url: `app://trawl${path}`, method });
}

describe('page files', () => {
  it('serves the page under a strict policy, with a new nonce for every load', async () => {
    const get = site();
    const nonces = new Set<string>();
    for (const path of ['/', '/index.html', '/index.html?theme=dark#run']) {
      const response = await get(path);
      expect(response.status).toBe(200);
      const nonce = /content="([\w-]{20,})"/.exec(await response.text())?.[1] ?? '';
      const [policy = '', second] = (response.headers.get('content-security-policy') ?? '').split(
        ', ',
      );
      expect(second).toBe("style-src 'self' 'unsafe-inline'");
      expect(policy).toContain("default-src 'none'; script-src 'self'; ");
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).not.toContain('unsafe');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('serves the known kinds of file with their types', async () => {
    const get = site();
    const script = await get('/assets/index-abc.js');
    expect(await script.text()).toBe('run()');
    expect(Object.fromEntries(script.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect((await get('/assets/a%20b.css')).headers.get('content-type')).toMatch(/^text\/css/);
  });

  it.each([
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/assets/..%5c..%5c..%5csecret.js',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    '//etc/passwd.js',
    '/.env.js',
    '/notes.txt',
    '/missing.js',
    '/assets',
    '/assets.js',
    '/assets/',
    '/index.html/x.js',
    '/bad%E0%A4.js',
    '/nul%00.js',
    '/C:/secret.js',
  ])('refuses %s', async (path) => {
    const response = await site()(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('refuses everything but GET, and every other host or scheme', async () => {
    expect((await site()('/index.html', 'POST')).status).toBe(405);
    expect(pathIn('app://other/index.html')).toBeNull();
    expect(pathIn('app://trawl.evil/index.html')).toBeNull();
    expect(pathIn('https://trawl/index.html')).toBeNull();
    expect(pathIn('not a url')).toBeNull();
  });
});
