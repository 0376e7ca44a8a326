import type { Call } from '#renderer/bridge/client.ts';
import type { OpenJobStore } from '#renderer/features/jobs/open-job-store.ts';
import { listLike } from '#renderer/features/picker/list-like.ts';
import type { ListDocument } from '#renderer/features/urls/list-document.ts';
import {
  asAddresses,
  isSameReadAs,
  patternsAreOn,
  type ReadAs,
  readAsOf,
} from '#renderer/features/urls/read-as.ts';
import type { DataAnswerInfo, PreviewPage } from '#shared/engine-protocol/preview.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { isolated } from '#shared/isolated.ts';

/** A longer list would hold up the window while its lines are made anew. */
const mostLines = 10_000;

export interface TakingParts {
  readonly jobId: string;
  readonly send: Call;
  readonly openJob: OpenJobStore;
  /** The list of the job; leaving the job and opening it again makes another one. */
  readonly list: () => ListDocument | undefined;
  /** The page of the preview. */
  readonly shown: () => PreviewPage | null;
  /** Fetches a page into the preview. */
  readonly show: (url: string) => void;
  readonly tellUndo: (sentence: string, undo: () => void) => void;
}

/**
 * Lets a job ask for the data that its page gets, in place of the page: the list becomes the addresses of the data,
 * nothing is rendered, no next page is followed, and the fields begin anew. Returns a sentence where that cannot be;
 * nothing is changed then.
 */
export async function takeAddress(
  parts: TakingParts,
  page: PreviewPage,
  { address, each }: DataAnswerInfo,
): Promise<string | null> {
  const list = parts.list();
  if (address === null || list === undefined || jobOf(parts) === null) return null;
  if (list.state.readOnly) return isBeingRead;
  const { doc } = list.state;
  const readAs = readAsOf(list.state);
  const problem = await problemOf(parts, page, address);
  if (problem !== null) return problem;
  const lines = doc.lines > mostLines ? null : doc.toString().split('\n');
  const made = await newList(parts, page, address, { lines, readAs });
  const job = jobOf(parts);
  if (job === null) return null;
  if (list.state.readOnly) return isBeingRead;
  const isSame = list.state.doc === doc && isSameReadAs(readAsOf(list.state), readAs);
  if (parts.list() !== list || !isSame) {
    return 'The list has changed meanwhile. Try again.';
  }
  if (parts.shown()?.url !== page.url) return 'Another page is shown by now. Try again.';
  const { name, fields, next, options, listFormat } = job;
  const before = { each: job.each, fields: [...fields], next, options, listFormat };
  list.rewrite(list.state.toText(made.addresses.join('\n')), asAddresses);
  parts.openJob.getState().edit({
    each: each === null ? '' : { json: each },
    fields: [],
    next: null,
    options: { ...options, patterns: false, render: 'never' },
    listFormat: asAddresses.format,
  });
  const undo = (): void => {
    const now = parts.list();
    if (jobOf(parts) === null || now === undefined) {
      parts.tellUndo(
        `Nothing was undone, since another job is open. Open “${isolated(name)}”, then undo.`,
        undo,
      );
      return;
    }
    if (now.state.readOnly) {
      parts.tellUndo(
        'Nothing was undone, since the list is being read. Undo when that is over.',
        undo,
      );
      return;
    }
    now.rewrite(doc, readAs);
    parts.openJob.getState().edit(before);
    parts.show(page.url);
  };
  const followed = next === null ? '' : ' no next page is followed,';
  parts.tellUndo(
    `${made.sentence} Nothing is rendered,${followed} and the fields begin anew.`,
    undo,
  );
  parts.show(address);
  return null;
}

const isBeingRead = 'The list is being read. Try again when that is over.';

/** Null where the person has gone to another job. */
function jobOf({ openJob, jobId }: TakingParts) {
  const { job } = openJob.getState();
  return job?.id === jobId ? job : null;
}

/** A page that a run would get there is asked for once: some addresses answer to their own pages alone. */
async function problemOf(
  { jobId, send }: TakingParts,
  { finalUrl }: PreviewPage,
  address: string,
): Promise<string | null> {
  try {
    const wanted = { jobId, url: address, refresh: true, beside: true, ledBy: finalUrl };
    const { isJson } = await send('preview.fetch', wanted);
    return isJson
      ? null
      : 'Asked for without the page, this address gives no JSON. It cannot take the place of the page.';
  } catch (error) {
    const { message } = toErrorReply(error);
    return `Asked for without the page, this address fails: ${message}`;
  }
}

/** The new list, and what is said of it. `lines` is null where the list before is too long. */
async function newList(
  parts: TakingParts,
  page: PreviewPage,
  address: string,
  { lines, readAs }: { readonly lines: readonly string[] | null; readonly readAs: ReadAs },
) {
  const alone = (why: string) => ({
    addresses: [address],
    sentence: `The list is now this one address${why}.`,
  });
  if (lines === null) {
    return alone(`: no list of more than ${formatCount(mostLines)} lines is made like it`);
  }
  const made = listLike(page.url, address, lines, patternsAreOn(readAs));
  if (made.kind === 'alone') return alone('');
  const count = formatQuantity(made.others, 'other line');
  // A line of a table is more than an address.
  if (made.kind === 'unclear' || readAs.format.kind !== 'lines') {
    return alone(`: what it would be for the ${count} is not clear`);
  }
  if ((await problemOf(parts, page, made.second)) !== null) {
    return alone(`: the ones made like it for the ${count} do not answer`);
  }
  const { addresses } = made;
  return {
    addresses,
    sentence: `The list is now ${formatQuantity(addresses.length, 'address', 'addresses')}, each made like this one.`,
  };
}
