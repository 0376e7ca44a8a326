import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { deafTerminal } from './terminal.fixture.ts';

let folder = '';
let server: Server;
let origin = '';
let asked = 0;
let session = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trawl-cli-'));
  asked = 0;
  server = createServer((request, response) => {
    asked += 1;
    if (request.url?.startsWith('/member')) {
      const isLetIn = request.headers.cookie === `sid=${session}` && asked <= 40;
      if (!isLetIn) response.setHeader('location', '/login');
      response.statusCode = isLetIn ? 200 : 302;
      response.setHeader('content-type', 'text/html').end('<h1>Member</h1>');
      return;
    }
    response.statusCode = /^\/(good|login)/.test(request.url ?? '') ? 200 : 500;
    response.setHeader('content-type', 'text/html').end('<h1>Page</h1>');
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
  const terminal = deafTerminal(said, table);
  const code = await runCli([...given, '--data', join(folder, 'data')], terminal);
  return { code, said: said.join('\n'), table: table.join('') };
}

async function writeJob(safeguard: boolean): Promise<string> {
  const urls = Array.from({ length: 300 }, (_, index) => `${origin}/page/${index}`);
  const job = {
    version: 2,
    name: 'Failing',
    urls,
    fields: [{ name: 'title', css: 'h1' }],
    options: { retries: 0, concurrency: 4, safeguard },
  };
  await writeFile(join(folder, 'job.json'), JSON.stringify(job));
  return join(folder, 'job.json');
}

describe('the safeguard on the command line', () => {
  it('stops the run with a sentence, keeps what is done, and says how to go on', async () => {
    const { code, said, table } = await words('run', await writeJob(true));
    expect(code).toBe(3);
    expect(said).toMatch(/^\d+ of the last \d+ requests failed\. Most frequent cause: /m);
    expect(said).toMatch(/"trawl resume \d{8}-\d{6}-\w+" resumes it/);
    expect(said).toMatch(/\d+ still to do/);
    expect(asked).toBeGreaterThanOrEqual(50);
    expect(asked).toBeLessThan(300);
    // The header and all finished requests; those that were under way are fetched again.
    expect(table.trim().split('\r\n').length).toBeGreaterThan(50);

    // The person has decided to continue: the safeguard now waits for a whole window of new requests.
    const before = asked;
    await words('resume', 'last', '--quiet');
    expect(asked - before).toBeGreaterThanOrEqual(200);
  });

  it('lets a job run on that does not want it', async () => {
    const { code, said } = await words('run', await writeJob(false));
    expect(code).toBe(3);
    expect(asked).toBe(300);
    expect(said).not.toContain('of the last');
  });
});

it('stops a run whose pages ask for a log-in again, and goes on with new cookies', async () => {
  const urls = Array.from({ length: 50 }, (_, index) => `${origin}/member/${index}`);
  const fields = [{ name: 'title', css: 'h1' }];
  const job = { version: 2, name: 'Members', urls, fields, options: { concurrency: 4 } };
  await writeFile(join(folder, 'job.json'), JSON.stringify(job));
  const cookies = async (sid: string): Promise<string> => {
    session = sid;
    asked = 0;
    const file = join(folder, `${sid}.txt`);
    await writeFile(file, `127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t${sid}\n`);
    return file;
  };
  const first = await words('run', join(folder, 'job.json'), '--cookies', await cookies('one'));
  expect(first.code).toBe(3);
  expect(first.said).toMatch(/^127\.0\.0\.1:\d+ asks for a log-in again since \d\d:\d\d: /m);
  expect(first.said).toMatch(/"trawl resume \d{8}-\d{6}-\w+ --cookies FILE" resumes the run/);
  expect(first.table).not.toContain('Page');

  const then = await words('resume', 'last', '--cookies', await cookies('two'));
  expect(then.code).toBe(0);
  expect(then.table.match(/Member/g)).toHaveLength(50);
});
