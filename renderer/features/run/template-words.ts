import { assertNever } from '#shared/assert-never.ts';
import type { RenderDecision, TemplateLine } from '#shared/engine-protocol/run-rendering.ts';
import { formatCount } from '#shared/format.ts';
import { splitTemplate } from '#shared/job/render.ts';
import { listedFields } from '#shared/listed.ts';
import { hostName } from './limit-sentence.ts';

/** A line has no more. */
const mostNames = 3;

/** A template in its two parts: "/product/…" and "shop.example". */
export function partsOf({ template }: Pick<TemplateLine, 'template'>) {
  const { host, shape } = splitTemplate(template);
  return { shape, host: hostName(host) };
}

const decisions: Readonly<Record<RenderDecision, string>> = {
  undecided: 'Still comparing',
  render: 'Rendered',
  fetch: 'Fetched',
  always: 'Always rendered',
  never: 'Never rendered',
};

export const decisionWords = (decision: RenderDecision): string => decisions[decision];

/** The evidence for a decision, as the rest of a sentence: "price is empty without JavaScript". */
export function evidenceWords(line: TemplateLine): string {
  switch (line.decision) {
    case 'always':
    case 'never':
      return 'you decided so';
    case 'render':
      if (line.fillsRows) return 'nothing matches "One row per" without JavaScript';
      return `${are(line.filled, line.filledCount)} empty without JavaScript`;
    case 'fetch':
      if (line.emptyCount === 0) return 'no field is empty without JavaScript';
      return `${stay(line.empty, line.emptyCount)} empty with JavaScript too`;
    case 'undecided':
      return line.rendered === 0
        ? 'too few pages so far'
        : `${formatCount(line.rendered)} compared with JavaScript so far`;
    default:
      return assertNever(line.decision);
  }
}

/** "price is", "price and stock are", "price, stock and 2 other fields are". */
function are(names: readonly string[], count: number): string {
  return `${listedFields(names, mostNames, count)} ${count === 1 ? 'is' : 'are'}`;
}

function stay(names: readonly string[], count: number): string {
  return `${listedFields(names, mostNames, count)} ${count === 1 ? 'stays' : 'stay'}`;
}
