import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import { openEngine } from './test-support/open-engine.ts';

/** A page with a language, and its price, its weight, its day and a link. */
const pages: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  '/1': ['de', '1.299 €', '2.500', '03/04/2026', '/a'],
  '/2': ['de', '9,90 €', '0.75', '25/12/2026', '../b'],
  '/3': ['de', 'auf Anfrage', '12', 'gestern', 'none'],
};

let dataDir = '';
let server: Server;
let engine: EngineApi;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trawl-typed-'));
  server = createServer(({ url = '' }, answer) => {
    const [language, price, weight, day, link] = pages[url] ?? ['', '', '', '', ''];
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(
      `<html lang="${language}"><b>${price}</b><i>${weight}</i><u>${day}</u><s>${link}</s>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  engine = openEngine({ dataDir });
});
afterEach(async () => {
  await engine.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

it('a run types its columns, sorts by them and says what they are', async () => {
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const finished = new Promise<void>((resolve) => {
    engine.onEvent((event) => {
      if (event.kind === 'run' && event.snapshot.state === 'finished') resolve();
    });
  });
  const { runId } = await engine.call('run.start', {
    jobId: null,
    rules: {
      name: 'Typed',
      fields: [
        { name: 'price', css: 'b', type: 'price' },
        { name: 'weight', css: 'i', type: 'number' },
        { name: 'day', css: 'u', type: 'date' },
        { name: 'link', css: 's', type: 'url' },
      ],
    },
    input: { kind: 'lines', lines: Object.keys(pages).map((path) => site + path) },
  });
  await finished;
  const window = await engine.call('results.window', {
    runId,
    view: {
      sort: { column: 'price', descending: true },
      filter: { text: '', state: null, errorCode: null },
    },
    offset: 0,
    limit: 10,
  });
  expect(window.columns).toMatchObject({
    fields: ['price', 'price currency', 'weight', 'day', 'link'],
    types: ['price', 'currency', 'number', 'date', 'url'],
  });
  // Comma is the decimal sign of the prices and point that of the weights, as their own values show.
  expect(window.lines.map(({ cells }) => cells)).toEqual([
    ['auf Anfrage', '', '12', 'gestern', 'none'],
    ['1299', 'EUR', '2.5', '2026-04-03', `${site}/a`],
    ['9.9', 'EUR', '0.75', '2026-12-25', `${site}/b`],
  ]);
});
