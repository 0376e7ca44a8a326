import { formatQuantity } from '#shared/format.ts';

interface Copied {
  /** The number of selected lines. */
  readonly asked: number;
  readonly lines: number;
  /** The view has more lines behind the last copied one. */
  readonly cut: boolean;
}

/** The result of a copy; lines behind the selected ones do not count as missing. */
export function copiedSentence({ asked, lines, cut }: Copied): string {
  const copied = formatQuantity(lines, 'line');
  return cut && lines < asked
    ? `The first ${copied} were copied. Export the run to get all of them.`
    : `${copied} copied.`;
}
