// @ts-check
import { performance } from 'node:perf_hooks';
import { build } from './build.mjs';
import { ensureElectronRuntime } from './electron-runtime.mjs';
import { packageApp } from './package.mjs';
import { hasDisplay } from './project.mjs';
import { run } from './run.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import { runVitest } from './vitest-step.mjs';

/**
 * `npm test`: all checks. A step that fails does not prevent the others from running, so that all failures
 * are seen at once. The last line is the summary.
 *
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{ name: string, work: () => Promise<Count> }} Step
 */

const deadlineMs = 35 * 60_000;

/** The same order as that of the layers: the pure ones first. */
const typedFolders = [
  'shared',
  'electron/engine/core',
  'electron',
  'electron/picker',
  'electron/render-host/in-page',
  'renderer',
  'tests',
  'scripts',
];

/** @type {readonly Step[]} */
const steps = [
  {
    name: 'format and lint',
    work: () => tool('@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']),
  },
  ...typedFolders.map((folder) => ({
    name: `types of ${folder}`,
    work: () => tool('typescript/bin/tsc', ['-p', `${folder}/tsconfig.json`]),
  })),
  {
    name: 'unit and engine tests, these in every way of running',
    work: () => runVitest(['unit', 'sequential', 'threads', 'processes'], { deadlineMs }),
  },
  { name: 'build', work: () => one(build) },
  {
    name: 'package',
    work: () => one(packageApp),
  },
  { name: 'end-to-end tests', work: endToEnd },
];

/** @type {Count} */
const total = { passed: 0, failed: 0 };
const failedSteps = [];
for (const { name, work } of steps) {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const { passed, failed } = await work().catch(reportedAsFailure);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${name}: ${failed === 0 ? 'passed' : `${failed} FAILED`} (${seconds} s)`);
  if (failed > 0) failedSteps.push(name);
  total.passed += passed;
  total.failed += failed;
}
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`);
console.log(`\ntests: ${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/**
 * A command-line tool of the project: one test, passed when it reports no error.
 * @param {string} path Inside node_modules.
 * @param {readonly string[]} args
 * @returns {Promise<Count>}
 */
async function tool(path, args) {
  const { code, output } = await run(process.execPath, [`node_modules/${path}`, ...args]);
  if (code !== 0) console.log(output.trim());
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<Count>}
 */
async function one(work) {
  await work();
  return { passed: 1, failed: 0 };
}

/** @returns {Promise<Count>} */
async function endToEnd() {
  const { executable } = await ensureElectronRuntime();
  await ensureSystemLibraries(executable, { virtualDisplay: !hasDisplay });
  return runVitest(['e2e'], { deadlineMs, virtualDisplay: !hasDisplay });
}

/**
 * @param {unknown} error
 * @returns {Count}
 */
function reportedAsFailure(error) {
  console.log(error instanceof Error ? error.message : String(error));
  return { passed: 0, failed: 1 };
}
