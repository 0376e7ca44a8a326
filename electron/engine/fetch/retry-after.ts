/**
 * Retry-After as milliseconds from `nowMs` (RFC 9110, section 10.2.3: seconds, or an HTTP date). A
 * date that has passed means at once; what is neither is not there. No cap: the pacing caps it.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  // An HTTP date begins with the day's name; Date.parse alone takes far too much for a date.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
