import type { TriedPage } from '#shared/engine-protocol/pick.ts';

/** What a field finds on other pages of the list than on the shown one; null where all is well. */
export function noteOf(
  others: readonly TriedPage[],
  place: number,
): { readonly text: string; readonly pages: readonly string[] } | null {
  const read = others.filter(({ problem }) => problem === null);
  const bad = read.flatMap(({ url, fields }) => {
    const [own, ...alternates] = fields[place]?.tried ?? [];
    // A field that finds nothing has the value of its first alternate that does.
    const helps = alternates.some(({ verdict }) => verdict === 'found');
    if (own === undefined || own.verdict === 'found') return [];
    return own.verdict === 'nothing' && helps ? [] : [{ url, own }];
  });
  const [first] = bad;
  if (first === undefined) return null;
  const nothing = bad.every(({ own }) => own.verdict === 'nothing');
  const count = `${bad.length} of ${read.length} more pages`;
  return {
    text: nothing ? `Finds nothing on ${count}.` : `On ${count}: ${first.own.note}`,
    pages: bad.map(({ url }) => url),
  };
}
