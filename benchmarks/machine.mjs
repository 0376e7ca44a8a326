// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** The properties of the machine that affect the figures, without those that identify it. */
export function describeMachine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: systemName(),
    node: process.version,
  };
}

/** @typedef {ReturnType<typeof describeMachine>} Machine */

function systemName() {
  // The version alone identifies the kernel.
  const kernel = `${type()} ${/^\d+\.\d+/.exec(release())?.[0] ?? ''}`.trim();
  const file = '/etc/os-release';
  const about = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const name = /^PRETTY_NAME="(.*)"$/m.exec(about)?.[1];
  return name === undefined ? kernel : `${name}, ${kernel}`;
}
