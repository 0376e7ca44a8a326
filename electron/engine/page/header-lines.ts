import type { HeaderLines } from '../ports/header-lines.ts';

/**
 * @param raw names and values in turn, as undici hands them out: views into the bytes of the socket, which
 *   have to be copied before its next read; null if they are only known as `parsed`
 */
export function headerLines(
  raw: readonly (Uint8Array | string)[] | null,
  parsed: Readonly<Record<string, string | readonly string[] | undefined>>,
): HeaderLines {
  if (raw !== null) return asReceived(raw) ?? joined(raw);
  let lines = '';
  for (const [name, value] of Object.entries(parsed)) {
    for (const one of [value ?? []].flat()) lines += `${name}: ${one}\r\n`;
  }
  return lines;
}

/**
 * The bytes from the first name to the last value in one piece, which takes a tenth of the time of joining
 * them one by one. Null where they do not lie behind one another: the head came in several pieces.
 */
function asReceived(raw: readonly (Uint8Array | string)[]): HeaderLines | null {
  const first = raw[0];
  if (!(first instanceof Uint8Array)) return null;
  const all = new Uint8Array(first.buffer);
  let end = first.byteOffset;
  for (const [index, part] of raw.entries()) {
    if (!(part instanceof Uint8Array) || part.buffer !== first.buffer) return null;
    const begin = part.byteOffset;
    const isNext = index % 2 === 0 ? index === 0 || all[begin - 1] === lf : all[end] === colon;
    if (!isNext || begin < end || begin - end > mostBetween) return null;
    end = begin + part.byteLength;
  }
  return `${latin1(all.subarray(first.byteOffset, end))}\r\n`;
}

const lf = 0x0a;
const colon = 0x3a;
/** Between two parts there are a colon and blanks, or blanks and a line end. */
const mostBetween = 16;

function joined(raw: readonly (Uint8Array | string)[]): HeaderLines {
  let lines = '';
  for (let at = 0; at + 1 < raw.length; at += 2) {
    lines += `${latin1(raw[at])}: ${latin1(raw[at + 1])}\r\n`;
  }
  return lines;
}

/** The names and values of the headers, in their order. */
export function headerEntries(lines: HeaderLines): readonly (readonly [string, string])[] {
  return lines.split(/\r?\n/).flatMap((one) => {
    const colon = one.indexOf(':');
    return colon < 1 ? [] : [[one.slice(0, colon).trimEnd(), one.slice(colon + 1).trim()] as const];
  });
}

/**
 * The value of a header, or null if the answer has none of this name. Several of one name are joined by a
 * comma, which means the same (RFC 9110, section 5.3).
 *
 * @param name in any case
 */
export function headerOf(lines: HeaderLines, name: string): string | null {
  const wanted = name.toLowerCase();
  const found = headerEntries(lines).filter(([known]) => known.toLowerCase() === wanted);
  return found.length === 0 ? null : found.map(([, value]) => readable(value)).join(', ');
}

/** A value as text: UTF-8 where its bytes are that, else ISO 8859-1. */
export function readable(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

function latin1(part: Uint8Array | string | undefined): string {
  if (part === undefined || typeof part === 'string') return part ?? '';
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
}
