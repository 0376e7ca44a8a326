/**
 * Numbers for people. The interface is in English, so its numbers are too, regardless of the system's locale:
 * "1,234 rows" beside "1.234 rows" would be two different numbers.
 */
const locale = 'en';
/* Created at their first use: each takes a millisecond, and every thread loads this file. */
const count = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const tenths = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }));
const compact = once(
  () => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
);
const minutes = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;
const dayAndTime = once(() => new Intl.DateTimeFormat(locale, minutes));
const withYear = once(() => new Intl.DateTimeFormat(locale, { ...minutes, year: 'numeric' }));
const clock = once(
  () => new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23' }),
);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The beginning of a text, with "…" for the rest: no character is cut in two. */
export const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;

/** 1234567 → "1,234,567". */
export const formatCount = (value: number): string => count().format(value);

/** 1234567 → "1.2M": for places too narrow for the whole number. */
export const formatCompact = (value: number): string => compact().format(value);

/** "1 row", "2 rows", "1,234 rows". */
export const formatQuantity = (value: number, one: string, many = `${one}s`): string =>
  `${count().format(value)} ${value === 1 ? one : many}`;

/** A share of a whole. Never "100%" before all is done, and never "0%" once something is done. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0%';
  if (part >= whole) return '100%';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return '<0.1%';
  if (percent < 10) return `${tenths().format(Math.floor(percent * 10) / 10)}%`;
  return `${count().format(Math.floor(percent))}%`;
}

/** A rate per second: "0", "0.4", "8.5", "340". */
export function formatRate(perSecond: number): string {
  if (perSecond > 0 && perSecond < 0.1) return '<0.1';
  return perSecond < 10 ? tenths().format(perSecond) : count().format(perSecond);
}

/** A duration in words, its two largest units: "850 ms", "4.2 s", "1 m 20 s", "3 h 5 m", "2 d 4 h". */
export function formatDuration(ms: number): string {
  if (ms < 1) return '0 s';
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 9950) return `${tenths().format(ms / 1000)} s`;
  return formatClockDuration(ms);
}

/** Like `formatDuration`, in whole seconds: for figures that change every second. */
export function formatClockDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return twoUnits(minutes, 'm', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return twoUnits(hours, 'h', minutes % 60, 'm');
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const twoUnits = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Sizes in powers of 1,000, as file managers show them: "0 B", "999 B", "1.2 KB", "45 MB". */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 KB would be rounded to "1,000 KB".
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const number = unit > 0 && value < 9.95 ? tenths().format(value) : count().format(value);
  return `${number} ${byteUnits[unit]}`;
}

/** A point in time: "Nov 22, 14:52"; with the year where it differs from the year of `nowMs`. */
export function formatDateTime(atMs: number, nowMs: number = Date.now()): string {
  const date = new Date(atMs);
  const sameYear = date.getFullYear() === new Date(nowMs).getFullYear();
  return (sameYear ? dayAndTime() : withYear()).format(date);
}

/** As `formatDateTime`, to the second: "Nov 22, 14:52:07". */
export function formatDateTimeExact(atMs: number, nowMs: number = Date.now()): string {
  return `${formatDateTime(atMs, nowMs)}:${String(new Date(atMs).getSeconds()).padStart(2, '0')}`;
}

/** The time of day to the second: "14:52:07". */
export const formatTimeOfDay = (atMs: number): string => clock().format(new Date(atMs));
