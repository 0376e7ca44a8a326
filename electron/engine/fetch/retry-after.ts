/**
 * Retry-After as milliseconds from `nowMs` (RFC 9110, section 10.2.3: seconds, or an HTTP date). A past
 * date means at once; a value of another form counts as missing. There is no limit here: the pacing sets
 * one.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  // An HTTP date begins with the name of the day; Date.parse alone accepts far too many other texts.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
