// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areaOf } from './areas.mjs';

/**
 * The work of a kind of thread: milliseconds of each function, by area.
 * @typedef {{ name: string, threads: number, areas: Map<string, Map<string, number>> }} ThreadTime
 *
 * @typedef {object} Node
 * @property {number} id
 * @property {import('./areas.mjs').CallFrame} callFrame
 * @property {readonly number[]} [children]
 */

/** The entry files of processes and threads have no hash in their names (see vite.config.ts). */
const entryPattern = /^[a-z-]+\.js$/;
/** `CPU.date.time.process.thread.number.cpuprofile`; 0 is the main thread of a process. */
const threadPattern = /^CPU\.\d+\.\d+\.\d+\.[1-9]/;
const dist = new URL('../../dist/', import.meta.url).href;

/**
 * The profiles that Node has written to a folder, one for each thread.
 * @param {string} folder
 * @returns {readonly ThreadTime[]} alike threads together
 */
export function readProfiles(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  const profiles = names.map((name) => {
    const profile = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const files = new Set(filesOf(profile.nodes));
    const entry = [...files].find((file) => entryPattern.test(file))?.slice(0, -'.js'.length);
    return { ...profile, files, entry, isThread: threadPattern.test(name) };
  });
  /** @type {Map<string, ThreadTime>} */
  const kinds = new Map();
  for (const profile of profiles) {
    const name = profile.entry ?? nearestThread(profile.files, profiles) ?? 'a thread';
    const kind = kinds.get(name) ?? { name, threads: 0, areas: new Map() };
    kinds.set(name, { ...kind, threads: kind.threads + 1 });
    addTimes(kind.areas, profile);
  }
  return [...kinds.values()];
}

/**
 * The files of the build whose functions a thread has run.
 * @param {readonly Node[]} nodes
 */
function filesOf(nodes) {
  const urls = nodes.map(({ callFrame }) => callFrame.url).filter((url) => url.startsWith(dist));
  return urls.map((url) => url.slice(dist.length));
}

/**
 * A short entry file ends before a sample is taken: the thread then counts with those that run the same
 * files.
 * @param {ReadonlySet<string>} files
 * @param {readonly { files: ReadonlySet<string>, entry?: string, isThread: boolean }[]} profiles
 */
function nearestThread(files, profiles) {
  const named = profiles.filter(({ entry, isThread }) => isThread && entry !== undefined);
  const shared = (/** @type {ReadonlySet<string>} */ others) =>
    [...files].filter((file) => others.has(file)).length;
  return named.sort((a, b) => shared(b.files) - shared(a.files))[0]?.entry;
}

/**
 * @param {ThreadTime['areas']} areas
 * @param {{ nodes: readonly Node[], samples: readonly number[], timeDeltas: readonly number[] }} profile
 */
function addTimes(areas, { nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** @type {Map<number, { area: string, name: string }>} */
  const places = new Map();
  /**
   * Time of the runtime counts for the function that has called it.
   * @param {Node} node
   * @param {{ area: string, name: string }} caller
   */
  const place = (node, caller) => {
    const area = areaOf(node.callFrame);
    const own = { area: area ?? '', name: node.callFrame.functionName || '(anonymous)' };
    const here = area === null ? { ...caller, name: `${caller.name} → ${own.name}` } : own;
    places.set(node.id, here);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) place(child, area === null ? caller : own);
    }
  };
  if (nodes[0]) place(nodes[0], { area: 'other', name: '(root)' });
  for (const [index, id] of samples.entries()) {
    const at = places.get(id);
    if (at === undefined) continue;
    const functions = areas.get(at.area) ?? new Map();
    areas.set(at.area, functions);
    functions.set(at.name, (functions.get(at.name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  }
}
