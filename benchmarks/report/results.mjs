// @ts-check
import { spreadOf } from '../measure/statistics.mjs';
import { idealPerSecond } from '../workloads.mjs';

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
 * @typedef {object} WorkloadResult
 * @property {string} name
 * @property {string} title
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

/**
 * @param {import('../workloads.mjs').Workload} workload
 * @param {{ server: string, series: readonly import('../measure-workload.mjs').Series[] }} measured
 * @returns {WorkloadResult}
 */
export function workloadResult(workload, { server, series }) {
  const { name, title } = workload;
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
  return { name, title, urls, idealPerSecond: idealPerSecond(workload), server, engines };
}
