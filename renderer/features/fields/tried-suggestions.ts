import type { Call } from '#renderer/bridge/client.ts';
import type { TriedPage } from '#shared/engine-protocol/pick.ts';
import type { PreviewPage, Suggestion } from '#shared/engine-protocol/preview.ts';
import { formatQuantity } from '#shared/format.ts';
import type { Field } from '#shared/job/job.ts';
import { readCell } from '#shared/values/type-cell.ts';

/** What suggested fields find on more pages of the list. */
export interface TriedSuggestions {
  /** How many pages could be had. */
  readonly pages: number;
  /** Where a field finds nothing, or something else; a field without a note is well. */
  readonly notes: ReadonlyMap<Field, string>;
  /** Fields whose type does not fit a value there: they are texts. */
  readonly texts: ReadonlySet<Field>;
}

/** A field as it is added: with the type that it was suggested with, if that fits the other pages as well. */
export function asTried(field: Field, tried: TriedSuggestions | null): Field {
  const { type: _, ...text } = field;
  return tried?.texts.has(field) ? text : field;
}

interface TryParts {
  readonly send: Call;
  readonly jobId: string;
  /** The page that the suggestions were made on. */
  readonly page: PreviewPage;
  /** URLs of the list. */
  readonly sample: readonly string[];
  /** The run whose kept pages come before asking a site; null: there is none. */
  readonly keptRun: string | null;
}

const morePages = 3;

/**
 * Tries suggestions on three more pages of the list. A page that cannot be had is left out; no site is asked where
 * the page of the suggestions is a kept one.
 */
export async function trySuggestions(
  { send, jobId, page, sample, keptRun: runId }: TryParts,
  suggestions: readonly Suggestion[],
): Promise<TriedSuggestions> {
  const others = [...new Set(sample)].filter((url) => url !== page.url).slice(0, morePages);
  const kept: string[] = [];
  for (const url of others) {
    const fetched = await send('preview.fetch', {
      jobId,
      url,
      refresh: false,
      beside: true,
      ...(runId !== null && { kept: { runId, only: page.isKept } }),
    }).catch(() => null);
    if (fetched !== null) kept.push(fetched.url);
  }
  const notes = new Map<Field, string>();
  const texts = new Set<Field>();
  if (kept.length === 0) return { pages: 0, notes, texts };
  for (const { each, fields } of suggestions) {
    const tried = await send('pick.try', {
      key: jobId,
      ...(each !== null && { each }),
      fields: fields.map(({ field }) => field),
      urls: [page.url, ...kept],
    });
    for (const [place, { field }] of fields.entries()) {
      const note = noteOf(tried.slice(1), place);
      if (note !== null) notes.set(field, note);
      if (isMisfit(field, tried.slice(1), place)) texts.add(field);
    }
  }
  return { pages: kept.length, notes, texts };
}

function isMisfit({ type }: Field, others: readonly TriedPage[], place: number): boolean {
  return others.some(({ fields }) => {
    const value = fields[place]?.tried[0]?.value ?? '';
    if (type === undefined || value === '') return false;
    return readCell(type, value, null).reading.kind === 'misfit';
  });
}

function noteOf(others: readonly TriedPage[], place: number): string | null {
  const read = others.filter(({ problem }) => problem === null);
  const bad = read.flatMap(({ fields }) => {
    const own = fields[place]?.tried[0];
    return own === undefined || own.verdict === 'found' ? [] : [own];
  });
  const [first] = bad;
  if (first === undefined) return null;
  const nothing = bad.every(({ verdict }) => verdict === 'nothing');
  const count = `${bad.length} of ${formatQuantity(read.length, 'more page')}`;
  return nothing ? `Finds nothing on ${count}.` : `On ${count}: ${first.note}`;
}

/** The sentence above the suggestions; null while it is not known, and where there is no other page. */
export function triedSentence(tried: TriedSuggestions | null): string | null {
  if (tried === null || tried.pages === 0) return null;
  const pages = formatQuantity(tried.pages, 'more page');
  return tried.notes.size === 0
    ? `Tried on ${pages} of the list: all of them find their values there.`
    : `Tried on ${pages} of the list: those that find nothing there, or something else, say so.`;
}
