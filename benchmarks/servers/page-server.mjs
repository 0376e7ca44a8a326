// @ts-check
import { findNginx, startNginx } from './nginx.mjs';
import { startNode } from './node.mjs';

/**
 * The answers of a server since the last call of `forget`.
 * @typedef {{ requests: number, firstMs: number }} Seen `firstMs`: when the first request came,
 *   in milliseconds since 1970
 *
 * @typedef {object} PageServer
 * @property {string} kind For the report.
 * @property {string} origin
 * @property {() => Promise<Seen>} seen
 * @property {() => Promise<void>} forget
 * @property {() => number} cpuMs The processor time of the server so far.
 * @property {() => Promise<void>} close
 */

/**
 * Serves the files of `pages` in a process of its own, unchanged and after `latencyMs`: with nginx where it
 * is installed (and its echo module, which can wait), else with Node.
 * @param {{ pages: string, latencyMs: number, scratch: string }} site `scratch`: for its own files
 * @returns {Promise<PageServer>}
 */
export async function startPageServer(site) {
  const nginx = findNginx(site.latencyMs);
  return nginx === null ? startNode(site) : startNginx(nginx, site);
}
