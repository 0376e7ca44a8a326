import type { AnswerFacts } from '#engine/ports/extractor.ts';
import type { Field } from '#shared/job/job.ts';
import type { Each } from '#shared/job/v2/source.ts';
import { compileRules } from '../compile-rules.ts';
import { extractPage } from '../extract-page.ts';
import { loadLanguages } from './compile-source.ts';

/** The rows that a page gives, by the code of a run. */
export async function rowsFrom(
  body: string,
  fields: readonly Omit<Field, 'name'>[],
  more: {
    readonly each?: Each;
    readonly contentType?: string;
    readonly answer?: AnswerFacts;
  } = {},
): Promise<unknown> {
  const rules = {
    ...(more.each !== undefined && { each: more.each }),
    fields: fields.map((field, at) => ({ ...field, name: `f${at}` })),
  };
  await loadLanguages(rules);
  const outcome = extractPage(
    {
      body: Buffer.from(body),
      url: 'https://e.example/shop/page',
      contentType: more.contentType ?? 'text/html; charset=utf-8',
      ...(more.answer && { answer: more.answer }),
    },
    compileRules(rules),
  );
  return outcome.kind === 'rows' ? outcome.rows : outcome.failure;
}

/** A page with these blocks of JSON-LD. */
export function pageWithLinkedData(...blocks: readonly (string | object)[]): string {
  const scripts = blocks.map((block) => {
    const text = typeof block === 'string' ? block : JSON.stringify(block);
    return `<script type="application/ld+json">${text}</script>`;
  });
  return `<!doctype html><title>x</title>${scripts.join('\n')}<h1>Shown</h1>`;
}
