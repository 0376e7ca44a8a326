// @ts-check
import { generatePages, readPages } from './pages.mjs';

/**
 * @typedef {object} Workload
 * @property {'small' | 'real' | 'latency'} name
 * @property {string} title
 * @property {number} urls How long the list is.
 * @property {number} connections
 * @property {number} latencyMs
 * @property {() => Promise<readonly Buffer[]>} pages Repeated until the list is full.
 */

const smallBytes = 12_500;
const smallPages = () => generatePages(Array.from({ length: 100 }, () => smallBytes));

/** Sizes of pages in place of the real ones: from 2 KB to 1 MB, most of them in the tens and hundreds. */
const mixedPages = () =>
  generatePages(Array.from({ length: 130 }, (_, index) => Math.round(2000 * 500 ** (index / 129))));

/**
 * @param {string} folder Where the real pages are.
 * @returns {readonly Workload[]}
 */
export function workloadsWith(folder) {
  const real = readPages(folder);
  return [
    {
      name: 'small',
      title: '12.5 KB pages, 64 connections',
      urls: 5000,
      connections: 64,
      latencyMs: 0,
      pages: smallPages,
    },
    {
      name: 'real',
      title: `${real?.length ?? 130} ${real ? 'real' : 'generated'} pages, each ten times, 64 connections`,
      urls: (real?.length ?? 130) * 10,
      connections: 64,
      latencyMs: 0,
      pages: async () => real ?? mixedPages(),
    },
    {
      name: 'latency',
      title: '12.5 KB pages after 50 ms, 100 connections',
      urls: 2000,
      connections: 100,
      latencyMs: 50,
      pages: smallPages,
    },
  ];
}

/**
 * Pages per second that no client can exceed: every connection waits for one page at a time.
 * @param {Workload} workload
 */
export function idealPerSecond({ connections, latencyMs }) {
  return latencyMs === 0 ? null : (connections / latencyMs) * 1000;
}
