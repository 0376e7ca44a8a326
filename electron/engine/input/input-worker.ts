import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '#shared/assert-never.ts';
import type { InputSource } from '#shared/engine-protocol/input.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { type AnalysisProgress, analyzeList } from './analyze-list.ts';
import type { ListTask, ListTaskMessage, MoreBatches } from './list-task.ts';
import { glanceAtList, openList } from './open-list.ts';

/** The thread that reads one list and ends. */

const progressEveryMs = 100;
let lastMs = 0;

function send(message: ListTaskMessage): void {
  parentPort?.postMessage(message);
}

function onProgress(progress: AnalysisProgress): void {
  const nowMs = performance.now();
  if (nowMs - lastMs < progressEveryMs) return;
  lastMs = nowMs;
  send({ kind: 'progress', progress });
}

async function importBatches(source: InputSource): Promise<undefined> {
  let allowed = 0;
  let wake = (): void => undefined;
  parentPort?.on('message', ({ more }: MoreBatches) => {
    allowed += more;
    wake();
  });
  const reader = await openList(source);
  send({ kind: 'opened', list: { reading: reader.reading, carried: reader.carried } });
  for await (const { items, account, partlyUsed, lines, bytes, totalBytes } of reader.batches(
    new AbortController().signal,
  )) {
    while (allowed === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    allowed -= 1;
    send({ kind: 'batch', batch: { items, account, partlyUsed, lines, bytes, totalBytes } });
  }
  parentPort?.unref();
}

async function carryOut(task: ListTask): Promise<void> {
  const { source } = task;
  switch (task.kind) {
    case 'analyze': {
      const reply = await analyzeList(source, onProgress, new AbortController().signal);
      send({ kind: 'done', reply });
      return;
    }
    case 'glance':
      send({ kind: 'done', reply: await glanceAtList(source) });
      return;
    case 'import':
      send({ kind: 'done', reply: await importBatches(source) });
      return;
    default:
      assertNever(task);
  }
}

carryOut(workerData as ListTask).catch((error: unknown) =>
  send({ kind: 'failed', error: toErrorReply(error) }),
);
