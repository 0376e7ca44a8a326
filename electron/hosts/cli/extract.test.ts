import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { deafTerminal } from './terminal.fixture.ts';

let folder = '';
let server: Server;
let origin = '';
let asked = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-extract-'));
  asked = 0;
  server = createServer(({ url = '' }, response) => {
    asked += 1;
    const title = `<h1>Title of ${url}</h1><b class="new">New of ${url}</b>`;
    response.setHeader('content-type', 'text/html');
    response.writeHead(url === '/gone' ? 404 : 200).end(title);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command with a terminal whose output is only recorded. */
async function words(...given: readonly string[]) {
  const said: string[] = [];
  const table: string[] = [];
  const code = await runCli([...given, '--data', join(folder, 'data')], deafTerminal(said, table));
  return { code, said: said.join('\n'), lines: table.join('').split(/\r?\n/) };
}

async function jobWith(css: string): Promise<string> {
  const file = join(folder, 'job.json');
  const urls = ['/a', '/b', '/gone'].map((path) => origin + path);
  const fields = [{ name: 'text', css }];
  const options = { retries: 0, robots: true };
  await writeFile(file, JSON.stringify({ version: 2, name: 'Extract', urls, fields, options }));
  return file;
}

it('writes the table of a run anew, by other fields and without a request', async () => {
  // The class is not there: the values are empty.
  const first = await words('run', await jobWith('.old'));
  expect(first.code).toBe(3);
  const before = asked;
  const { code, said, lines } = await words('extract', 'last', await jobWith('.new'));
  expect(asked).toBe(before);
  expect(code).toBe(3);
  expect(lines[1]).toMatch(/New of \/a/);
  expect(lines[2]).toMatch(/New of \/b/);
  expect(lines[3]).toContain('NOT_KEPT');
  expect(said).toContain('The page was not kept, so it cannot be read again');
  const runs = await words('runs');
  expect(runs.lines.filter((line) => line.includes('Extract'))).toHaveLength(2);
});

it('says what is wrong where a run has kept nothing, or there is none', async () => {
  const job = await jobWith('h1');
  expect(await words('extract', 'last', job)).toMatchObject({
    code: 2,
    said: 'There is no run yet.',
  });
  await words('run', job, '--quiet');
  expect((await words('extract', 'last', join(folder, 'none.json'))).code).toBe(2);
});
