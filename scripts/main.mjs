// @ts-check
import { say } from './project.mjs';

/**
 * Runs a script's work: what it gives is the exit code, and an error is a sentence and not a stack.
 * @param {() => Promise<number | void>} work
 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
