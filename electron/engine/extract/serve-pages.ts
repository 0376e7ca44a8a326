import type { MessagePort } from 'node:worker_threads';
import type { Progress } from '../workers/progress.ts';
import { compileRules } from './compile-rules.ts';
import type { PageAnswer, PageBatch } from './extract-messages.ts';
import { extractPage } from './extract-page.ts';
import type { ExtractRules } from './extract-rules.ts';

/** Answers are sent at least this often, so that finished pages do not wait for the end of a long batch. */
const flushMs = 10;

/** The worker's side of the pool: batches of pages in, batches of rows out. */
export function servePages(port: MessagePort, rules: ExtractRules, progress: Progress): void {
  const compiled = compileRules(rules);

  port.on('message', ({ buffer, pages }: PageBatch) => {
    let answers: PageAnswer[] = [];
    let flushedMs = performance.now();
    for (const { id, url, contentType, offset, length } of pages) {
      progress.note(id);
      const body = new Uint8Array(buffer, offset, length);
      answers.push({ id, outcome: extractPage({ body, url, contentType }, compiled) });
      if (performance.now() - flushedMs < flushMs) continue;
      port.postMessage(answers);
      answers = [];
      flushedMs = performance.now();
    }
    progress.note(0);
    if (answers.length > 0) port.postMessage(answers);
  });
}
