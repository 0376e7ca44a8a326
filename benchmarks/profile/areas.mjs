// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ functionName: string, url: string, lineNumber: number, columnNumber: number }} CallFrame
 */

const parsers =
  /\/node_modules\/(htmlparser2|entities|dom|css-|cheerio|parse5|nth-check|boolbase)[^/]*\//;

/** The place of a function in the sources, as the part of the work that it belongs to. */
const areasByPath = /** @type {const} */ ([
  [parsers, 'tokenizing, parsing, selecting'],
  [/\/node_modules\/(libsql|@libsql|@neon-rs)\//, 'SQLite'],
  [/\/node_modules\/undici\//, 'undici'],
  [/\/node_modules\/((?:@[^/]+\/)?[^/]+)\//, '$1'],
  [/electron\/engine\/core\//, 'scheduling'],
  [/electron\/engine\/([^/]+)\//, 'Trawl: $1'],
  [/electron\/|shared\//, 'Trawl: the rest'],
  // The parser of HTTP.
  [/^wasm:/, 'undici'],
  [/^node:internal\/(modules|bootstrap|main|process)/, 'Node: loading modules'],
  [/^node:(internal\/)?(worker|child_process|per_context\/message|event_target)/, 'Node: messages'],
  [/^node:(net|internal\/(net|stream|streams|stream_base)|_?stream)/, 'Node: sockets'],
  [/^node:(buffer|internal\/(buffer|encoding))/, 'Node: buffers and decoding'],
  [/^node:/, 'Node: the rest'],
]);

const areasByName = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(idle)', 'idle'],
  ['(program)', 'outside of JavaScript'],
]);

/** @type {Map<string, SourceMap | null>} */
const maps = new Map();

/**
 * @param {CallFrame} frame
 * @returns {string | null} null: a part of the runtime, counted for its caller
 */
export function areaOf(frame) {
  const byName = areasByName.get(frame.functionName);
  if (byName !== undefined || frame.url === '') return byName ?? null;
  const path = sourceOf(frame);
  for (const [pattern, area] of areasByPath) {
    const match = pattern.exec(path);
    if (match) return area.replace('$1', match[1] ?? '');
  }
  return 'other';
}

/**
 * The source file of a function in the build.
 * @param {CallFrame} frame
 */
function sourceOf({ url, lineNumber, columnNumber }) {
  if (!url.startsWith('file:')) return url;
  const map = mapOf(fileURLToPath(url));
  const entry = map?.findEntry(lineNumber, columnNumber);
  return entry && 'originalSource' in entry ? entry.originalSource : url;
}

/** @param {string} file */
function mapOf(file) {
  const known = maps.get(file);
  if (known !== undefined) return known;
  const beside = `${file}.map`;
  const map = existsSync(beside) ? new SourceMap(JSON.parse(readFileSync(beside, 'utf8'))) : null;
  maps.set(file, map);
  return map;
}
