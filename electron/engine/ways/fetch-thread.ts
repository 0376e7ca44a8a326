import { parentPort } from 'node:worker_threads';
import { serveHops } from './serve-hops.ts';

/** The entry of the threads that fetch and extract. */
if (parentPort === null) throw new Error('fetch-thread runs as a worker thread only.');
serveHops(parentPort, null);
