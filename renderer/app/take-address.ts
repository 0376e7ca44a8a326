import { call } from '#renderer/bridge/client.ts';
import { previewOf } from '#renderer/features/fields/previews.ts';
import { openJobStore } from '#renderer/features/jobs/jobs.ts';
import { addressLike } from '#renderer/features/picker/address-like.ts';
import { listDocuments } from '#renderer/features/urls/list-documents.ts';
import { toastUndo } from '#renderer/ui/toast.tsx';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatQuantity } from '#shared/format.ts';

/** A longer list would hold up the window while its lines are made anew. */
const mostLines = 10_000;

/**
 * Lets a job ask for the data that its page gets, in place of the page: the list becomes the addresses of the data,
 * nothing is rendered, and the fields begin anew. Returns a sentence where that cannot be; nothing is changed then.
 */
export async function takeAddress(
  jobId: string,
  page: PreviewPage,
  { address, each }: DataAnswerInfo,
): Promise<string | null> {
  const list = listDocuments.find(jobId);
  const isHere = () => openJobStore.getState().job?.id === jobId;
  if (address === null || list === undefined || !isHere()) return null;
  const problem = await problemOf(jobId, page, address);
  if (problem !== null) return problem;
  const others = await otherAddresses(jobId, page, address, list.state.doc.toString());
  const { job } = openJobStore.getState();
  if (job === null || !isHere()) return null;
  if (list.state.readOnly) return 'The list is being read. Try again when that is over.';
  const before = { each: job.each, fields: [...job.fields], options: job.options };
  const { edit } = openJobStore.getState();
  const bringBack = list.rewrite(others.lines.join('\n'));
  edit({
    each: each === null ? '' : { json: each },
    fields: [],
    options: { ...job.options, render: 'never' },
  });
  toastUndo(others.sentence, () => {
    if (!isHere()) return;
    bringBack();
    openJobStore.getState().edit(before);
    void showInPreview(jobId, page.url);
  });
  void showInPreview(jobId, address);
  return null;
}

/** Whether a page is rendered is what the saved job says. */
async function showInPreview(jobId: string, url: string): Promise<void> {
  await openJobStore.getState().flush();
  await previewOf(jobId).fetch(url, false);
}

/** A page that a run would get there is asked for once: some addresses answer to their own pages alone. */
async function problemOf(
  jobId: string,
  { finalUrl }: PreviewPage,
  address: string,
): Promise<string | null> {
  try {
    const wanted = { jobId, url: address, refresh: true, beside: true, ledBy: finalUrl };
    const { isJson } = await call('preview.fetch', wanted);
    return isJson
      ? null
      : 'Asked for without the page, this address gives no JSON. It cannot take the place of the page.';
  } catch (error) {
    const { message } = toErrorReply(error);
    return `Asked for without the page, this address fails: ${message}`;
  }
}

/** The new list, and what is said of it. */
async function otherAddresses(jobId: string, page: PreviewPage, address: string, text: string) {
  const lines = [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean);
  const others = lines.filter((line) => line !== page.url);
  const alone = (why: string) => ({
    lines: [address],
    sentence: `The list is now this one address${why}. Nothing is rendered, and the fields begin anew.`,
  });
  if (others.length === 0) return alone('');
  const made =
    lines.length > mostLines ? [] : lines.map((line) => addressLike(page.url, address, line));
  const known = made.filter((one) => one !== null);
  const [second] = known.filter((one) => one !== address);
  const count = formatQuantity(others.length, 'other line');
  const isClear = known.length === lines.length && new Set(known).size === lines.length;
  if (!isClear || second === undefined) {
    return alone(`: what it would be for the ${count} is not clear`);
  }
  if ((await problemOf(jobId, page, second)) !== null) {
    return alone(`: the ones made like it for the ${count} do not answer`);
  }
  return {
    lines: known,
    sentence: `The list is now ${formatQuantity(known.length, 'address', 'addresses')}, each made like this one. Nothing is rendered, and the fields begin anew.`,
  };
}
