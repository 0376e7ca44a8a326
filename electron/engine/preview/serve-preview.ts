import type { MessagePort } from 'node:worker_threads';
import { assertNever } from '#shared/assert-never.ts';
import type { PreviewResult } from '#shared/engine-protocol/preview.ts';
import { loadPage, type Page } from '../extract/load-page.ts';
import { failureOf } from '../extract/page-failure.ts';
import { loadLanguages } from '../extract/sources/compile-source.ts';
import { loadJsonPath } from '../extract/sources/json/json-path.ts';
import { pageLanguage } from '../page/page-language.ts';
import { suggestFields } from '../suggest/suggest-fields.ts';
import type { Progress } from '../workers/progress.ts';
import { answerJsonPick, answerPick } from './answer-pick.ts';
import { comparePreviews } from './compare-previews.ts';
import { dataAnswerInfo } from './data-answers.ts';
import { type PreviewAnswer, type PreviewTask, previewSteps } from './preview-messages.ts';
import { previewNext } from './preview-next.ts';
import { previewPage } from './preview-page.ts';

/** The worker's side of the previewer: one task at a time, with its current step written down. */
export function servePreview(port: MessagePort, progress: Progress): void {
  const note = (step: number) => progress.note(step);
  port.on('message', async (task: PreviewTask) => {
    note(previewSteps.page);
    const answer = await answerTo(task, note);
    note(previewSteps.idle);
    port.postMessage(answer);
  });
}

async function answerTo(task: PreviewTask, note: (step: number) => void): Promise<PreviewAnswer> {
  const startMs = performance.now();
  try {
    if (task.kind === 'answers') {
      await loadJsonPath();
      const infos = task.answers.flatMap((answer, at) => dataAnswerInfo(answer, at) ?? []);
      return { kind: 'answers', infos };
    }
    await loadLanguages(rulesOf(task));
    const jsonId = task.kind === 'pick' && task.pick.kind !== 'try' ? task.jsonId : null;
    if (task.kind === 'suggest' || jsonId !== null) await loadJsonPath();
    if (task.kind === 'pick' && jsonId !== null) return answerJsonPick(task, jsonId);
    const encoding = task.kind === 'extract' ? task.rules.encoding : task.encoding;
    const loaded = loadPage(task.raw, encoding);
    if (loaded.kind === 'failed') return loaded;
    return answerFrom(task, loaded.page, note, startMs);
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}

type PageTask = Exclude<PreviewTask, { kind: 'answers' }>;

/** The fields that a task reads; those that are picked or suggested are found by selectors. */
function rulesOf(task: PageTask): Parameters<typeof loadLanguages>[0] {
  if (task.kind === 'extract') return task.rules;
  if (task.kind === 'next') return { fields: [], next: task.rule };
  return task.kind === 'pick' && 'fields' in task.pick.params ? task.pick.params : { fields: [] };
}

function answerFrom(
  task: PageTask,
  page: Page,
  note: (step: number) => void,
  startMs: number,
): PreviewAnswer {
  switch (task.kind) {
    case 'extract': {
      const onField = (index: number) => note(previewSteps.firstField + index);
      const language = page.kind === 'html' ? pageLanguage(task.raw, page.encoding) : null;
      const preview = previewPage(page, task.rules, language, task.hung, onField);
      const ms = performance.now() - startMs;
      const withoutScripts = withoutScriptsOf(task, preview, onField);
      return { kind: 'extract', result: { ...preview, withoutScripts, ms } };
    }
    case 'suggest':
      return { kind: 'suggest', suggestions: suggestFields(page) };
    case 'next':
      return { kind: 'next', next: previewNext(page, task.asked, task.rule) };
    case 'pick':
      return answerPick(task, page);
    default:
      return assertNever(task);
  }
}

function withoutScriptsOf(
  { fetched, rules, hung }: Extract<PreviewTask, { kind: 'extract' }>,
  rendered: ReturnType<typeof previewPage>,
  onField: (index: number) => void,
): PreviewResult['withoutScripts'] {
  const loaded = fetched && loadPage(fetched, rules.encoding);
  if (loaded === null || loaded.kind === 'failed') return null;
  return comparePreviews(rendered, previewPage(loaded.page, rules, null, hung, onField));
}
