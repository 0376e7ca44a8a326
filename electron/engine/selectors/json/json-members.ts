import type { ElementPath, JsonMember, JsonMembers } from '#shared/engine-protocol/pick.ts';
import type { JsonNode } from '../../extract/sources/json/read-json.ts';
import { jsonText, memberOf } from '../../extract/sources/json/write-json.ts';
import { PickError } from '../element-path.ts';
import { isPlain, type JsonDocument, type JsonKey, kindOf } from './json-place.ts';

/** A longer name or text is cut: it is for looking at. */
const longestName = 200;
const longestText = 300;
const longestGlance = 120;
const glanced = 4;

/**
 * Some members of a list or an object, for a tree of them.
 *
 * @throws PickError where the path leads nowhere
 */
export function jsonMembers(
  document: JsonDocument,
  {
    path,
    from,
    count,
  }: { readonly path: ElementPath; readonly from: number; readonly count: number },
): JsonMembers {
  const place = document.placeOf(path);
  if (place === null) throw new PickError('This value is not in the page that Trawl keeps.');
  const { node, keys } = place;
  const last = Math.min(document.countOf(node), from + count);
  const members: JsonMember[] = [];
  for (let at = from; at < last; at += 1) {
    const key = document.keyAt(node, at);
    const inner = key === undefined ? null : memberOf(node, key);
    if (key !== undefined && inner !== null) members.push(memberFor(document, key, inner));
  }
  return { self: memberFor(document, keys.at(-1) ?? '$', node), members };
}

function memberFor(document: JsonDocument, key: JsonKey, node: JsonNode): JsonMember {
  const kind = kindOf(node);
  const name = typeof key === 'number' ? key : cut(key, longestName);
  if (kind === 'list' || kind === 'object') {
    const count = document.countOf(node);
    return { name, kind, text: glanceAt(document, node), count, plain: isPlainList(node) };
  }
  const text = kind === 'null' ? 'null' : jsonText(node);
  return { name, kind, text: cut(text, longestText), count: 0, plain: true };
}

/** A list of values that fit into a cell. */
export function isPlainList({ value }: JsonNode): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one !== 'object' || one === null)
  );
}

/** The first plain values inside, so that a folded thing says which one it is. */
function glanceAt(document: JsonDocument, node: JsonNode): string {
  const parts: string[] = [];
  for (let at = 0; at < 20 && parts.length < glanced; at += 1) {
    const key = document.keyAt(node, at);
    const inner = key === undefined ? null : memberOf(node, key);
    if (key === undefined || inner === null) break;
    if (!isPlain(inner)) continue;
    const text = cut(jsonText(inner), 40);
    if (text !== '') parts.push(typeof key === 'number' ? text : `${cut(key, 40)}: ${text}`);
  }
  return cut(parts.join(', '), longestGlance);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
