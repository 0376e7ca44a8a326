/**
 * The URL with the number in one parameter of its query raised by `step`; all else stays as it is written.
 * Without the parameter the URL is page 1, or the offset 0 where the step is not 1. Null if the parameter holds
 * no whole number.
 */
export function nextInUrl(url: string, param: string, step: number): string | null {
  const [, before = '', query, fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const parts = query === undefined || query === '' ? [] : query.split('&');
  const at = parts.findIndex((part) => nameOf(part) === param);
  const [name = encodeURIComponent(param), number] = at < 0 ? [] : split(parts[at] ?? '');
  const raised = at < 0 ? (step === 1 ? 1 : 0) + step : raise(number ?? '', step);
  if (raised === null) return null;
  const part = `${name}=${raised}`;
  const all = at < 0 ? [...parts, part] : parts.with(at, part);
  return `${before}?${all.join('&')}${fragment}`;
}

/** A number with zeros before it keeps its length: 09, 10. */
function raise(text: string, step: number): string | null {
  if (!/^\d{1,15}$/.test(text)) return null;
  return String(Number(text) + step).padStart(text.startsWith('0') ? text.length : 0, '0');
}

function split(part: string): readonly [name: string, value: string] {
  const equals = part.indexOf('=');
  return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
}

function nameOf(part: string): string {
  const [name] = split(part);
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return name; // It is not encoded by UTF-8: compared as it is written.
  }
}
