import { parentPort, workerData } from 'node:worker_threads';
import { Progress } from '../workers/progress.ts';
import type { PreviewThreadData } from './preview-messages.ts';
import { servePreview } from './serve-preview.ts';

/** The entry of the preview thread: pages are read here for the window, in a thread that can be killed. */
const { progress }: PreviewThreadData = workerData;
if (parentPort === null) throw new Error('preview-thread runs as a worker thread only.');
servePreview(parentPort, new Progress(progress));
