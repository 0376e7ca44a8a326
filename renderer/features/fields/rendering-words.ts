import type { PreviewPage, WithoutScripts } from '#shared/engine-protocol/preview.ts';
import { formatCount, formatQuantity } from '#shared/format.ts';
import { listed, listedFields } from '#shared/listed.ts';

/** The number of fields that a sentence names. */
const mostNames = 3;

/**
 * What JavaScript does to the fields of the page of a preview, in sentences; null for a page of a job that
 * runs none.
 */
export function renderingWords(
  { rendering }: Pick<PreviewPage, 'rendering'>,
  result: {
    readonly rows: number;
    readonly withoutScripts: WithoutScripts | null;
    readonly names: readonly string[];
  } | null,
): { readonly tone: 'plain' | 'bad'; readonly text: string } | null {
  if (rendering === null) return null;
  if (rendering.kind === 'failed') {
    const text = `This page could not be rendered, and shows as it was fetched. ${rendering.message}`;
    return { tone: 'bad', text };
  }
  const without = result?.withoutScripts ?? null;
  if (result === null || without === null) return { tone: 'plain', text: 'Rendered.' };
  const { rows, names } = result;
  const named = (kind: WithoutScripts['fields'][number]) =>
    names.filter((_, index) => without.fields[index] === kind);
  const empty = named('empty');
  const other = named('other');
  const differences = [
    ...(without.rows === rows
      ? []
      : [
          `there ${without.rows === 1 ? 'is' : 'are'} ${formatQuantity(without.rows, 'row')} in place of ${formatCount(rows)}`,
        ]),
    ...(empty.length === 0
      ? []
      : [`${listedFields(empty, mostNames)} ${empty.length === 1 ? 'is' : 'are'} empty`]),
    ...(other.length === 0
      ? []
      : [
          `${listedFields(other, mostNames)} ${other.length === 1 ? 'has another value' : 'have other values'}`,
        ]),
  ];
  if (differences.length === 0) {
    const text = 'Rendered. These fields are the same without JavaScript';
    return {
      tone: 'plain',
      text: rendering.mode === 'auto' ? `${text}: Auto only fetches such pages.` : `${text}.`,
    };
  }
  const isSeen = empty.length > 0 || without.rows === 0;
  const advice =
    rendering.mode === 'auto' && !isSeen
      ? ' Auto sees only empty fields: choose Always under Options.'
      : '';
  return { tone: 'plain', text: `Rendered. Without JavaScript, ${listed(differences)}.${advice}` };
}
