import { formatQuantity } from '#shared/format.ts';

interface Copied {
  /** Lines that the person wanted. */
  readonly asked: number;
  readonly lines: number;
  /** The view goes on behind the last copied line. */
  readonly cut: boolean;
}

/** What became of a copy; lines that follow the wanted ones are not missing from it. */
export function copiedSentence({ asked, lines, cut }: Copied): string {
  const copied = formatQuantity(lines, 'line');
  return cut && lines < asked
    ? `The first ${copied} were copied. Export the run to get all of them.`
    : `${copied} copied.`;
}
