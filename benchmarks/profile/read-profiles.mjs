// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { areaOf } from './areas.mjs';

/**
 * What a kind of thread did: milliseconds of each function, by area.
 * @typedef {{ name: string, threads: number, areas: Map<string, Map<string, number>> }} ThreadTime
 *
 * @typedef {object} Node
 * @property {number} id
 * @property {import('./areas.mjs').CallFrame} callFrame
 * @property {readonly number[]} [children]
 */

/** The files that processes and threads begin with have no hash in their names (see vite.config.ts). */
const entryPattern = /^([a-z-]+)\.js$/;
const dist = new URL('../../dist/', import.meta.url).href;

/**
 * The profiles that Node has left in a folder, one for each thread.
 * @param {string} folder
 * @returns {readonly ThreadTime[]} alike threads together
 */
export function readProfiles(folder) {
  /** @type {Map<string, ThreadTime>} */
  const kinds = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))) {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const name = entryOf(profile.nodes) ?? basename(file);
    const kind = kinds.get(name) ?? { name, threads: 0, areas: new Map() };
    kinds.set(name, { ...kind, threads: kind.threads + 1 });
    addTimes(kind.areas, profile);
  }
  return [...kinds.values()];
}

/** @param {readonly Node[]} nodes */
function entryOf(nodes) {
  for (const { callFrame } of nodes) {
    if (!callFrame.url.startsWith(dist)) continue;
    const entry = entryPattern.exec(callFrame.url.slice(dist.length))?.[1];
    if (entry !== undefined) return entry;
  }
  return undefined;
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
   * What belongs to the runtime is time of the function that has called it.
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
