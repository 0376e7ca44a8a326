// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './project.mjs';
import { run } from './run.mjs';
import { onVirtualDisplay } from './with-display.mjs';

/**
 * The parts of vitest's JSON report that are used.
 * @typedef {object} Report
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ status: string, assertionResults: unknown[] }[]} testResults One a test file.
 */

/**
 * Runs some of vitest's projects and counts their tests.
 * @param {readonly string[]} projects
 * @param {{ deadlineMs: number, virtualDisplay?: boolean }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runVitest(projects, { deadlineMs, virtualDisplay = false }) {
  const reportFile = join(root, 'test-results', `${projects.join('-')}.json`);
  await rm(reportFile, { force: true });
  const command = [
    process.execPath,
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ];
  const [program = '', ...args] = virtualDisplay ? [...onVirtualDisplay, ...command] : command;
  const env = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  const { code } = await run(program, args, { env, show: true, timeoutMs: deadlineMs });
  return counted(code, reportFile);
}

/**
 * @param {number} code
 * @param {string} reportFile
 */
function counted(code, reportFile) {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1 };
  /** @type {Report} */
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + brokenFiles.length;
  // An error outside of any test also makes vitest fail.
  return { passed: report.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
}
