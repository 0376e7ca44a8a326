import type { MessagePort } from 'node:worker_threads';
import type { Progress } from '../workers/progress.ts';
import { compileRules } from './compile-rules.ts';
import type { PageAnswer, PageAnswers, PageBatch } from './extract-messages.ts';
import { extractPage } from './extract-page.ts';
import type { ExtractRules } from './extract-rules.ts';
import { loadLanguages } from './sources/compile-source.ts';
import { withRecord } from './with-record.ts';

/** Answers are sent at least this often, so that finished pages do not wait for the end of a long batch. */
const flushMs = 10;

/** The worker's side of the pool: batches of pages in, batches of rows out. */
export async function servePages(
  port: MessagePort,
  rules: ExtractRules,
  progress: Progress,
): Promise<void> {
  await loadLanguages(rules);
  const compiled = compileRules(rules);

  port.on('message', ({ buffer, pages }: PageBatch) => {
    let answers: PageAnswer[] = [];
    let flushedMs = performance.now();
    for (const { id, offset, length, ...about } of pages) {
      progress.note(id);
      const page = { ...about, body: new Uint8Array(buffer, offset, length) };
      answers.push({ id, outcome: withRecord(page, extractPage(page, compiled)) });
      if (performance.now() - flushedMs < flushMs) continue;
      post(port, answers);
      answers = [];
      flushedMs = performance.now();
    }
    progress.note(0);
    if (answers.length > 0) post(port, answers);
  });
}

/** The records of kept pages are moved, not copied. */
function post(port: MessagePort, answers: PageAnswers): void {
  const moved = answers.flatMap(({ outcome: { kept } }) =>
    kept?.kind === 'record' ? [kept.bytes.buffer as ArrayBuffer] : [],
  );
  port.postMessage(answers, moved);
}
