import { parentPort, workerData } from 'node:worker_threads';
import { Progress } from '../workers/progress.ts';
import type { WorkerTask } from './extract-messages.ts';
import { servePages } from './serve-pages.ts';

/** The entry of the extract worker threads: pages are parsed here, in threads that can be killed. */
const { rules, progress }: WorkerTask = workerData;
if (parentPort === null) throw new Error('extract-worker runs as a worker thread only.');
await servePages(parentPort, rules, new Progress(progress));
