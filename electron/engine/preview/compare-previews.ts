import type {
  FieldPreview,
  PreviewResult,
  WithoutScripts,
} from '#shared/engine-protocol/preview.ts';

type Extracted = Pick<PreviewResult, 'rows' | 'fields'>;

/** What the fields of a rendered page would be without its scripts: in the page as it was fetched. */
export function comparePreviews(rendered: Extracted, fetched: Extracted): WithoutScripts {
  // Rows that only one of the two has are said by their number.
  return {
    rows: fetched.rows,
    fields: rendered.fields.map((field, index) => differenceOf(field, fetched.fields[index])),
  };
}

function differenceOf(
  rendered: FieldPreview,
  fetched: FieldPreview | undefined,
): WithoutScripts['fields'][number] {
  if (fetched === undefined || rendered.problem !== null || fetched.problem !== null) return 'same';
  if (fetched.values.length === 0) return rendered.values.some(isFull) ? 'empty' : 'same';
  const pairs = rendered.values.flatMap((value, row) => {
    const without = fetched.values[row];
    return without === undefined ? [] : [[value, without] as const];
  });
  const differing = pairs.filter(([value, without]) => value !== without);
  if (differing.length === 0) return 'same';
  return differing.every(([, without]) => without === '') ? 'empty' : 'other';
}

const isFull = (value: string): boolean => value !== '';
