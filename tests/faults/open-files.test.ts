import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sqlite } from '../../electron/engine/store/sqlite.ts';
import { engineChildFile } from '../../electron/engine/test-support/engine-child-file.ts';
import { ways } from '../../shared/job/way.ts';
import { runFiles } from '../kill/engine-life.ts';

/** The limit of open descriptors; about a third of them are in use before the first page. */
const openFiles = 160;

let dataDir = '';
let server: Server;
let port = 0;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-open-files-'));
  // The server keeps every connection and answers slowly, so that many requests are in flight.
  server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
    setTimeout(() => response.setHeader('content-type', 'text/html').end('<h1>page</h1>'), 30);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** The attempts and the result of each request, after the end of the run. */
async function runWithFewFiles(
  hosts: number,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly (readonly [string, number, string | null])[]> {
  const lines = Array.from({ length: hosts }, (_, index) => `http://h${index}.test:${port}/`);
  const rules = { name: 'Few', fields: [{ name: 'title', css: 'h1' }], options };
  const order = { kind: 'start', params: { jobId: null, rules, input: { kind: 'lines', lines } } };
  const limited = `ulimit -n ${openFiles}; exec "$0" "$@"`;
  const words = [process.execPath, engineChildFile(), dataDir, JSON.stringify(order)];
  const child = spawn('sh', ['-c', limited, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  const db = new Sqlite(runFiles(dataDir)[0] ?? '');
  try {
    return db
      .prepare<[string, number, string | null]>(
        'SELECT state, attempts, error_message FROM requests',
      )
      .all();
  } finally {
    db.close();
  }
}

describe.skipIf(process.platform === 'win32')('a process with few open files', () => {
  it.each(ways)(
    'fetches from more hosts than it can have connections: %s',
    async (way) => {
      const ended = await runWithFewFiles(200, {
        way,
        concurrency: 16,
        retries: 0,
        allowPrivate: true,
      });
      expect(ended).toHaveLength(200);
      expect(new Set(ended.map(String))).toEqual(new Set(['done,1,']));
    },
    120_000,
  );

  it('goes slower where more are asked for at once than it can have', async () => {
    const ended = await runWithFewFiles(500, {
      way: 'event-loop',
      concurrency: 400,
      retries: 0,
      allowPrivate: true,
    });
    expect(new Set(ended.map(String))).toEqual(new Set(['done,1,']));
  }, 120_000);
});
