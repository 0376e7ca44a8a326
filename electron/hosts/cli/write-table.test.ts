import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { deafTerminal } from './terminal.fixture.ts';

it('writes the table as it is into a pipe, and without control characters to a terminal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trawl-table-'));
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<h1>\u001b[2J\u202eé</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const job = join(folder, 'job.json');
    const fields = [{ name: 'title', css: 'h1' }];
    await writeFile(job, JSON.stringify({ version: 2, name: 'Job', urls: [url], fields }));
    const table = async (stdoutIsTerminal: boolean, ...words: string[]): Promise<string> => {
      const written: string[] = [];
      const terminal = { ...deafTerminal([], written), stdoutIsTerminal };
      expect(await runCli([...words, '--quiet', '--data', join(folder, 'data')], terminal)).toBe(0);
      return written.join('');
    };
    const record = (title: string, end: string) =>
      `url,title,status,final_url,error${end}${url},${title},200,${url},${end}`;
    expect(await table(false, 'run', job)).toBe(record('\u001b[2J\u202eé', '\r\n'));
    expect(await table(true, 'export', 'last')).toBe(record('␛[2Jé', '\n'));
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
