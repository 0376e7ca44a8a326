import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '#shared/errors/error-codes.ts';
import { noAccount } from '#shared/list-account.ts';
import type { FetchTrace } from '../ports/fetcher.ts';
import type { InputBatch, InputItem } from '../ports/input-reader.ts';
import type { Outcome } from '../ports/outcome.ts';
import type { QueuedRequest } from '../ports/request-source.ts';
import { createRunFile, type NewRun, type RunFile } from './run-file.ts';

/** Functions with which the tests of the store and of the export create runs. */

export function runFileIn(folder = temporaryFolder()): string {
  return join(folder, '20250102-030405-abcd.sqlite');
}

/** Removed when the test process ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trawl-store-'));
  if (folders.length === 0) process.once('exit', removeFolders);
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

export function newRun(
  more: Partial<NewRun> & { readonly fields?: readonly string[] } = {},
): NewRun {
  const { fields = ['title', 'price'], ...run } = more;
  return {
    runId: '20250102-030405-abcd',
    jobId: 'job-1',
    rules: { name: 'Articles', fields: fields.map((name) => ({ name, css: 'h1' })) },
    carried: [],
    reading: { kind: 'lines' },
    patternsOn: false,
    concurrency: 16,
    createdMs: 1_735_700_000_000,
    ...run,
  };
}

/** An item of the list; with `null` as the URL it is a line that is no URL. */
export function item(line: number, url: string | null, more: Partial<InputItem> = {}): InputItem {
  const host = url === null ? null : new URL(url).origin;
  const problem = url === null ? 'no host' : null;
  return { line, text: url ?? 'nothing', url, key: url, host, problem, carried: [], ...more };
}

export function batch(items: readonly InputItem[]): InputBatch {
  const lines = items.at(-1)?.line ?? 0;
  return { items, account: noAccount, partlyUsed: [], lines, bytes: 0, totalBytes: 0 };
}

/** Pages 1 to `count` of hosts a to d in turn. */
export function pages(count: number, from = 1): InputItem[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return item(number, `https://${'abcd'[number % 4]}.example/page-${number}`);
  });
}

export function trace(more: Partial<FetchTrace> = {}): FetchTrace {
  return {
    finalUrl: 'https://a.example/final',
    status: 200,
    redirects: [],
    headers: '',
    answeredAtMs: null,
    contentType: 'text/html',
    wireBytes: 1000,
    headersMs: 20,
    bodyMs: 5,
    notes: [],
    ...more,
  };
}

export function done(
  request: { readonly id: number; readonly hostId: number },
  rows: readonly (readonly string[])[],
  more: Partial<Outcome> = {},
): Outcome {
  return {
    requestId: request.id,
    hostId: request.hostId,
    attempts: 1,
    state: 'done',
    failure: null,
    rows,
    trace: trace(),
    encoding: 'utf-8',
    startedAtMs: 1_735_700_001_000,
    finishedAtMs: 1_735_700_001_030,
    extractMs: 3,
    inBrowser: false,
    ...more,
  };
}

export function failed(
  request: { readonly id: number; readonly hostId: number },
  more: Partial<Outcome> = {},
): Outcome {
  return done(request, [], {
    state: 'failed',
    failure: failure('HTTP_404', '404'),
    trace: trace({ status: 404 }),
    encoding: null,
    ...more,
  });
}

/** A new run file; with `count`, with this number of pages (see `pages`). */
export function createRun(count = 0, more: Parameters<typeof newRun>[0] = {}): RunFile {
  const run = createRunFile(runFileIn(), newRun(more));
  if (count > 0) run.import(batch(pages(count)));
  return run;
}

/** All queued requests, host by host, as a scheduler would draw them. */
export function drawAll(run: RunFile): QueuedRequest[] {
  return run.hosts(0, 1000).flatMap(({ id }) => run.take(id, 0, 100_000));
}
