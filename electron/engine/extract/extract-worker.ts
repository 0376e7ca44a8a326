import { parentPort, workerData } from 'node:worker_threads';
import { assertNever } from '#shared/assert-never.ts';
import type { WorkerTask } from './extract-messages.ts';
import { servePages } from './serve-pages.ts';
import { servePreview } from './serve-preview.ts';

/** The entry of the extract worker threads: pages are parsed here, in threads that can be killed. */
const task: WorkerTask = workerData;
if (parentPort === null) throw new Error('extract-worker runs as a worker thread only.');

const progress = new Int32Array(task.progress);
switch (task.kind) {
  case 'run':
    servePages(parentPort, task.rules, progress);
    break;
  case 'preview':
    servePreview(parentPort, progress);
    break;
  default:
    assertNever(task);
}
