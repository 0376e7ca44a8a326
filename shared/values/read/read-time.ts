/** A time that was found in a text. */
export interface FoundTime {
  /** "14:30:00", with the fraction of its second if it has one. */
  readonly clock: string;
  /** The minutes by which it is ahead of UTC; null if the text names no zone. */
  readonly offset: number | null;
  /** The text without it. */
  readonly rest: string;
}

const zone =
  '(?: ?(?<zone>z|(?:utc|gmt|ut)(?:[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{2}:?\\d{2}|est|edt|cst|cdt|mst|mdt|pst|pdt)\\b)?(?: ?\\([\\p{L} ]+\\))?';
const clocks = [
  `(?<![\\d:.])(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,9}))?)?(?![\\d:])(?: ?(?<half>[ap]\\.? ?m\\b\\.?))?(?: ?(?:uhr|h)\\b)?`,
  '(?<![\\d:.])(?<hour>\\d{1,2}) ?h ?(?<minute>\\d{2})\\b',
  '(?<![\\d:.])(?<hour>\\d{1,2})[.:](?<minute>\\d{2}) ?uhr\\b',
  '(?<![\\d:.])(?<hour>\\d{1,2}) ?(?<half>[ap]\\.? ?m\\b\\.?)',
].map((clock) => new RegExp(clock + zone, 'u'));

/** The zones of RFC 2822, section 4.3. Other abbreviations stand for several zones. */
const namedZones: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

/**
 * Null if it has no time, or one that cannot be. "10:00-12:00" is two times, not an offset: a minus counts as that
 * of an offset only behind seconds or in the form of ISO 8601.
 *
 * @param text plain, in lower case
 * @param isIso the text has the "T" of ISO 8601 before its time
 */
export function findTime(text: string, isIso: boolean): FoundTime | null {
  for (const clock of clocks) {
    const found = clock.exec(text);
    if (found?.groups === undefined) continue;
    const { hour, minute = '0', second = '0', fraction, half, zone } = found.groups;
    if (zone?.startsWith('-') && found.groups['second'] === undefined && !isIso) return null;
    const hours = hoursOf(Number(hour), half);
    if (hours === null || Number(minute) > 59 || Number(second) > 59) return null;
    const offset = zone === undefined ? null : offsetOf(zone);
    if (offset === undefined) return null;
    const seconds = two(Number(second)) + (fraction === undefined ? '' : `.${fraction}`);
    return {
      clock: `${two(hours)}:${two(Number(minute))}:${seconds}`,
      offset,
      rest: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`,
    };
  }
  return null;
}

function hoursOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour > 23 ? null : hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}

/** Undefined if there is no such offset. */
function offsetOf(zone: string): number | undefined {
  const known = namedZones[zone];
  if (known !== undefined) return known;
  const [, sign, hours = '', minutes = '0'] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  const most = sign === '-' ? 12 : 14;
  if (sign === undefined || offset > most * 60 || Number(minutes) > 59) return undefined;
  return sign === '-' ? -offset : offset;
}

const two = (number: number): string => String(number).padStart(2, '0');
