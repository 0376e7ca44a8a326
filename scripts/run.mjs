// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { root } from './project.mjs';

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] Added to this process's own.
 * @property {boolean} [show] Let the output through as it comes, instead of keeping it.
 * @property {number} [timeoutMs] The command is ended after this long.
 * @property {string} [cwd] The project's root unless given.
 */

/**
 * While a command has the terminal, Ctrl+C is left to it: it may have work to finish. Its exit code then
 * becomes the exit code of this process.
 * @param {import('node:child_process').ChildProcess} child
 */
function leaveSignalsTo(child) {
  // The terminal sends SIGINT to both processes, and any other signal only to this one.
  const ignore = () => undefined;
  const forward = () => void child.kill('SIGTERM');
  process.on('SIGINT', ignore).on('SIGTERM', forward);
  child.on('close', () => process.off('SIGINT', ignore).off('SIGTERM', forward));
}

/**
 * Runs a command to its end. A command that cannot be started has exit code 127, as in a shell.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `output`: standard output, then what went wrong.
 */
export function run(command, args, { env = {}, show = false, timeoutMs, cwd = root } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: show ? ['inherit', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    if (show) leaveSignalsTo(child);
    let output = '';
    let errors = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    child.on('error', (error) => settle({ code: 127, output: error.message }));
    child.on('close', (code, signal) =>
      settle({
        // As in a shell: 130 for Ctrl+C.
        code: code ?? 128 + (signal ? constants.signals[signal] : 0),
        output: code === 0 ? output : `${output}${errors}${signal ? `ended by ${signal}` : ''}`,
      }),
    );
  });
}

/**
 * Runs npm, the same installation that runs this script, so that the person's own configuration applies.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
  const cli = process.env['npm_execpath'];
  return cli?.endsWith('.js') || cli?.endsWith('.cjs')
    ? run(process.execPath, [cli, ...args], options)
    : run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
