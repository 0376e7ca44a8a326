import { assertNever } from '#shared/assert-never.ts';
import { loadPage, type Page } from '../extract/load-page.ts';
import { PickError } from '../selectors/element-path.ts';
import { jsonMembers } from '../selectors/json/json-members.ts';
import { marksInJson, pickInJson, pickListInJson } from '../selectors/json/pick-json.ts';
import { pickElement } from '../selectors/pick-element.ts';
import { pickList } from '../selectors/pick-list.ts';
import { pickMarks } from '../selectors/pick-marks.ts';
import { type PageToTry, tryFields } from '../selectors/try-fields.ts';
import { jsonDocument } from './json-page.ts';
import type {
  BesidePage,
  PickKind,
  PickReply,
  PreviewAnswer,
  PreviewTask,
} from './preview-messages.ts';

type PickTask = Extract<PreviewTask, { readonly kind: 'pick' }>;

/** What a person has picked in `page`, in the preview thread. */
export function answerPick(task: PickTask, page: Page): PreviewAnswer {
  return answered(() => replyTo(task, page));
}

/** The same for a page that is JSON, whose values are picked. `loadJsonPath` has to come before. */
export function answerJsonPick({ pick, raw, encoding }: PickTask, id: string): PreviewAnswer {
  return answered(() => {
    const document = jsonDocument(raw, encoding, id);
    switch (pick.kind) {
      case 'element':
        return pickInJson(document, pick.params);
      case 'list':
        return pickListInJson(document, pick.params);
      case 'marks':
        return marksInJson(document, pick.params);
      case 'members':
        return jsonMembers(document, pick.params);
      case 'try':
        throw new Error('Pages on which fields are tried need not be JSON.');
      default:
        return assertNever(pick);
    }
  });
}

function answered(reply: () => PickReply<PickKind>): PreviewAnswer {
  try {
    return { kind: 'pick', reply: reply() };
  } catch (error) {
    if (error instanceof PickError) return { kind: 'no-pick', problem: error.message };
    throw error;
  }
}

function replyTo({ pick, beside, encoding }: PickTask, page: Page): PickReply<PickKind> {
  const others = () => beside.map((one) => pageOf(one, encoding));
  switch (pick.kind) {
    case 'element':
      return pickElement(
        htmlOnly(page),
        pick.params,
        others().flatMap((one) => ('page' in one && one.page.kind === 'html' ? [one.page] : [])),
      );
    case 'list':
      return pickList(htmlOnly(page), pick.params);
    case 'marks':
      return pickMarks(page, pick.params);
    case 'members':
      throw new PickError('This page is not JSON.');
    case 'try':
      return tryFields([{ url: pick.params.urls[0] ?? '', page }, ...others()], pick.params);
    default:
      return assertNever(pick);
  }
}

/** @throws PickError */
function htmlOnly(page: Page): Page {
  if (page.kind === 'html') return page;
  throw new PickError('Fields can be picked in HTML pages; this page is of another kind.');
}

function pageOf({ url, raw }: BesidePage, encoding: string | undefined): PageToTry {
  if (raw === null) return { url, problem: 'This page is not loaded.' };
  const loaded = loadPage(raw, encoding);
  return loaded.kind === 'failed'
    ? { url, problem: loaded.failure.message }
    : { url, page: loaded.page };
}
