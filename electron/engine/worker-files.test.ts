import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { workerUrl } from './worker-files.ts';

describe('workerUrl', () => {
  it('names a file that runs as a worker thread', async () => {
    const worker = new Worker(workerUrl('extract-worker'), {
      workerData: { rules: { fields: [] } },
    });
    try {
      await once(worker, 'online');
      expect(worker.threadId).toBeGreaterThan(0);
    } finally {
      await worker.terminate();
    }
  });
});
