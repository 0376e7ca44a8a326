/**
 * The address of the data of another page, made as that of this page's data is made from its own: each part in
 * which the two pages differ has to stand in the data's address, once. Null where that is not clear.
 *
 * @param page the address of the page, and `data` that of its data
 */
export function addressLike(page: string, data: string, other: string): string | null {
  const [from, to] = [partsOf(page), partsOf(other)];
  if (from === null || to === null || from.length !== to.length) return null;
  const parts = partsOf(data);
  if (parts === null || from[0] !== to[0]) return null;
  let made: readonly string[] = parts;
  const changed = new Set<number>();
  for (const [at, part] of from.entries()) {
    const another = to[at];
    if (another === undefined || nameOf(part) !== nameOf(another)) return null;
    if (part === another) continue;
    // Looked up in what the data's address was at first: a value that was put there is not one of this page.
    const found = replacement(parts, valueIn(part), valueIn(another));
    if (found === null || changed.has(found.place)) return null;
    changed.add(found.place);
    made = made.with(found.place, found.part);
  }
  return made.join('');
}

/** The origin, the segments of the path and the parameters, each with the sign in front of it. */
function partsOf(address: string): readonly string[] | null {
  if (!URL.canParse(address)) return null;
  const { origin, pathname, search } = new URL(address);
  return [origin, ...(pathname.match(/\/[^/]*/g) ?? []), ...(search.match(/[?&][^&]*/g) ?? [])];
}

/** What a part is the value of: two pages whose parts have other names are of different kinds. */
function nameOf(part: string): string {
  if (part.startsWith('/')) return '/';
  return /^[?&]/.test(part) ? part.slice(0, part.indexOf('=') + 1) : 'origin';
}

const valueIn = (part: string): string => part.slice(nameOf(part).length);

/** The one part that has this value, or its only number, and what it becomes; null where none or several have it. */
function replacement(
  parts: readonly string[],
  value: string,
  another: string,
): { readonly place: number; readonly part: string } | null {
  const places = parts.flatMap((part, at) => (at > 0 && valueIn(part) === value ? [at] : []));
  const [place, ...more] = places;
  if (value !== '' && place !== undefined && more.length === 0) {
    return { place, part: `${nameOf(parts[place] ?? '')}${another}` };
  }
  const [number, other] = [onlyNumberOf(value, another), onlyNumberOf(another, value)];
  if (places.length > 0 || number === null || other === null || number === value) return null;
  return replacement(parts, number, other);
}

/** The number in a value, where the two have the same words around it. */
function onlyNumberOf(value: string, another: string): string | null {
  const numbers = value.match(/\d+/g) ?? [];
  const around = (text: string) => text.replace(/\d+/g, '#');
  return numbers.length === 1 && around(value) === around(another) ? (numbers[0] ?? null) : null;
}
