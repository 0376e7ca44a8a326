// @ts-check
import { readdirSync, readFileSync } from 'node:fs';

/** Data about processes from /proc on Linux; on systems without it, nothing is measured. */
export const measurable = process.platform === 'linux';

/** The kernel counts processor time for programs in hundredths of a second, on every machine. */
const tickMs = 10;

/**
 * A process with its descendants.
 * @param {number} pid
 * @returns {number[]}
 */
export function treeOf(pid) {
  const children = threadsOf(pid).flatMap((thread) =>
    readProc(`${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

/**
 * The memory in use by a process and its descendants: the sum of their PSS, in which a page of memory that
 * several share (the runtime's code, the unchanged memory of a fork) counts once.
 * @param {number} pid
 */
export function treeMemoryMb(pid) {
  const kb = treeOf(pid).map((one) =>
    Number(/^Pss:\s+(\d+) kB/m.exec(readProc(`${one}/smaps_rollup`))?.[1] ?? 0),
  );
  return sum(kb) / 1024;
}

/**
 * The processor time of a process and its descendants so far.
 * @param {number} pid
 */
export function treeCpuMs(pid) {
  return sum(treeOf(pid).map((one) => sum(cpuTicks(one, 11, 13)) * tickMs));
}

/** The processor time of all ended child processes of this process, with their descendants. */
export function endedCpuMs() {
  return sum(cpuTicks(process.pid, 13, 15)) * tickMs;
}

/**
 * @param {number} pid
 * @param {number} from
 * @param {number} to
 */
function cpuTicks(pid, from, to) {
  // The second field is the name in brackets, which may hold anything.
  const fields = readProc(`${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.slice(from, to).map(Number);
}

/** @param {number} pid */
function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    return gone(error, []);
  }
}

/** @param {string} name */
function readProc(name) {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch (error) {
    return gone(error, '');
  }
}

/**
 * A process may end at any moment, even while its files are read.
 * @template T
 * @param {unknown} error
 * @param {T} nothing
 */
function gone(error, nothing) {
  if (error instanceof Error && 'code' in error) return nothing;
  throw error;
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
