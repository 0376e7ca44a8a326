import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { deafTerminal } from './terminal.fixture.ts';
import type { Terminal } from './terminal.ts';

/** A forward proxy that answers for every site, and records its requests. */
let proxy: Server;
let port = 0;
let folder = '';
const asked: IncomingMessage[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-cli-'));
  asked.length = 0;
  proxy = createServer((request, response) => {
    asked.push(request);
    const logged = request.headers['proxy-authorization'] === 'Basic YW5uOnMzY3JldA==';
    response.writeHead(logged ? 200 : 407, { 'content-type': 'text/html' }).end('<h1>In</h1>');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  port = (proxy.address() as AddressInfo).port;
});
afterEach(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function words(env: Terminal['env'], ...given: readonly string[]) {
  const shown: string[] = [];
  const terminal = deafTerminal(shown, shown, env);
  const code = await runCli([...given, '--data', join(folder, 'data')], terminal);
  return { code, shown: shown.join('\n') };
}

describe('the command line behind a proxy', () => {
  it('uses the one that it is given, with its login and its cookies', async () => {
    const job = join(folder, 'job.json');
    const cookies = join(folder, 'cookies.txt');
    const fields = [{ name: 'title', css: 'h1' }];
    const urls = ['http://shop.example.com/'];
    await writeFile(job, JSON.stringify({ version: 2, name: 'Job', urls, fields }));
    await writeFile(cookies, ['.example.com', 'TRUE', '/', 'FALSE', '0', 'sid', '1'].join('\t'));
    const url = `http://ann:s3cret@127.0.0.1:${port}`;
    const byWord = await words({}, 'run', job, '--proxy', url, '--cookies', cookies);
    const byEnv = await words({ TRAWL_PROXY: url }, 'run', job, '--cookies', cookies);
    for (const { code, shown } of [byWord, byEnv]) {
      expect({ code, shown }).toMatchObject({ code: 0, shown: expect.stringContaining('In') });
      expect(shown).not.toContain('s3cret');
    }
    expect(asked.map(({ url: line, headers }) => [line, headers.cookie])).toEqual([
      ['http://shop.example.com/', 'sid=1'],
      ['http://shop.example.com/', 'sid=1'],
    ]);
    expect(await readFile(job, 'utf8')).not.toContain('s3cret');
  });

  it('finds the proxy of each host in the environment for a job that uses the system', async () => {
    const job = join(folder, 'job.json');
    const urls = ['http://shop.example.com/', 'http://other.example.com/'];
    const fields = [{ name: 'title', css: 'h1' }];
    const options = { proxies: 'system', retries: 0 };
    await writeFile(job, JSON.stringify({ version: 2, name: 'Job', urls, fields, options }));
    const url = `http://ann:s3cret@127.0.0.1:${port}`;
    const { shown } = await words({ HTTP_PROXY: url, NO_PROXY: 'other.example.com' }, 'run', job);
    expect(asked.map(({ url: line }) => line)).toEqual(['http://shop.example.com/']);
    expect(shown).toContain('http://shop.example.com/,In');
    expect(shown).not.toContain('s3cret');
  });

  it('refuses cookies and proxies that are none, as bad usage', async () => {
    const job = join(folder, 'job.json');
    await writeFile(
      job,
      JSON.stringify({ version: 2, name: 'J', urls: ['http://a.b/'], fields: [] }),
    );
    expect(await words({}, 'run', job, '--cookies', job)).toMatchObject({
      code: 2,
      shown: expect.stringContaining('line 1 is not a cookie'),
    });
    const wrong = await words({}, 'run', job, '--proxy', 'ann:s3cret@proxy');
    expect(wrong).toMatchObject({ code: 2, shown: expect.stringContaining('--proxy must look') });
    expect(wrong.shown).not.toContain('s3cret');
  });
});
