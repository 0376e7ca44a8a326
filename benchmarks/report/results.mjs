// @ts-check
import { spreadOf } from '../measure/statistics.mjs';

/**
 * The results in the form of `docs/performance.json`.
 * @typedef {import('../measure/statistics.mjs').Spread} Spread
 *
 * @typedef {object} EngineResult
 * @property {string} name
 * @property {string} title
 * @property {number} urls
 * @property {string | null} failure
 * @property {Spread | null} perSecond
 * @property {Spread | null} startMs
 * @property {Spread | null} wallMs
 * @property {Spread | null} cpuMsPerPage
 * @property {Spread | null} memoryMb
 * @property {Spread | null} serverShare
 * @property {Spread | null} differing
 * @property {readonly import('../measure-workload.mjs').Round[]} rounds
 *
 * The engine with which the others are compared, and the title of that column.
 * @typedef {{ name: string, title: string }} Against
 *
 * @typedef {object} WorkloadResult
 * @property {string} name
 * @property {string} title
 * @property {string | null} note
 * @property {Against} against
 * @property {number} urls
 * @property {number | null} idealPerSecond
 * @property {string} server
 * @property {readonly EngineResult[]} engines
 *
 * @typedef {object} Results
 * @property {string} date
 * @property {string} command
 * @property {import('../machine.mjs').Machine} machine
 * @property {readonly string[]} missing
 * @property {readonly WorkloadResult[]} workloads
 * @property {{ readyMs: Spread | null } | null} start
 * @property {readonly import('../measure-memory.mjs').MemoryResult[]} memory
 */

const crawlee = { name: 'crawlee', title: '× Crawlee' };

/**
 * @param {{ name: string, title: string, note?: string, against?: Against, idealPerSecond: number | null }} workload
 * @param {{ server: string, series: readonly (Omit<import('../measure-workload.mjs').Series, 'engine'> & { engine: { name: string, title: string } })[] }} measured
 * @returns {WorkloadResult}
 */
export function workloadResult(workload, { server, series }) {
  const { name, title, note = null, against = crawlee, idealPerSecond } = workload;
  const urls = Math.max(...series.map((one) => one.urls));
  const engines = series.map(({ engine, urls, rounds, failure }) => {
    const spread = (/** @type {keyof import('../measure-workload.mjs').Round} */ key) =>
      spreadOf(rounds.map((round) => round[key]));
    return {
      name: engine.name,
      title: engine.title,
      urls,
      failure,
      perSecond: spread('perSecond'),
      startMs: spread('startMs'),
      wallMs: spread('wallMs'),
      cpuMsPerPage: spread('cpuMsPerPage'),
      memoryMb: spread('memoryMb'),
      serverShare: spread('serverShare'),
      differing: spread('differing'),
      rounds,
    };
  });
  return { name, title, note, against, urls, idealPerSecond, server, engines };
}
