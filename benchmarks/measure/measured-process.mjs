// @ts-check
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { endedCpuMs, measurable, treeCpuMs, treeMemoryMb } from './proc.mjs';

const deadlineMs = 10 * 60_000;

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {string} output Its standard output and standard error.
 * @property {number} wallMs
 * @property {number | null} cpuMs Processor time with its descendants; null: not measurable here.
 *
 * @typedef {object} MeasuredProcess
 * @property {number} startedMs Milliseconds since 1970.
 * @property {readonly { atMs: number, mb: number }[]} memory Samples, of the whole tree of processes.
 * @property {Promise<Ended>} ended
 * @property {() => void} kill Kills it with its descendants, without a chance to finish.
 */

/**
 * Starts a program and measures it with its descendants.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ signal: AbortSignal, cwd: string, sampleEveryMs?: number }} surroundings
 * @returns {MeasuredProcess}
 */
export function startMeasured(file, args, { signal, cwd, sampleEveryMs = 100 }) {
  signal.throwIfAborted();
  const cpuBeforeMs = endedCpuMs();
  const startedAt = performance.now();
  const startedMs = Date.now();
  // A process group of its own, so that all of it can be killed together.
  const child = spawn(file, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  /** @type {{ atMs: number, mb: number }[]} */
  const memory = [];
  let lastCpuMs = 0;
  const sampling = setInterval(() => {
    if (!measurable || pid === undefined) return;
    memory.push({ atMs: Date.now(), mb: treeMemoryMb(pid) });
    lastCpuMs = Math.max(lastCpuMs, treeCpuMs(pid));
  }, sampleEveryMs);
  const kill = () => {
    if (pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-pid, 'SIGKILL');
    }
  };
  const tooLong = setTimeout(kill, deadlineMs);
  signal.addEventListener('abort', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (/** @type {Buffer} */ text) => {
      output += text.toString();
    });
  }
  /** @type {Promise<Ended>} */
  const ended = new Promise((resolve, reject) => {
    let wallMs = 0;
    child.once('exit', () => {
      wallMs = performance.now() - startedAt;
      clearInterval(sampling);
      clearTimeout(tooLong);
      signal.removeEventListener('abort', kill);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      // A process that is killed along with its parent is not waited for: its cost is only in the samples.
      const cpuMs = measurable ? Math.max(endedCpuMs() - cpuBeforeMs, lastCpuMs) : null;
      if (signal.aborted) reject(signal.reason);
      else resolve({ code, output, wallMs, cpuMs });
    });
  });
  return { startedMs, memory, ended, kill };
}

/**
 * The highest of the samples; null where memory cannot be measured.
 * @param {readonly { mb: number }[]} samples
 */
export function peakMb(samples) {
  return samples.length === 0 ? null : Math.max(...samples.map(({ mb }) => mb));
}
