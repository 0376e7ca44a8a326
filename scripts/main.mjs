// @ts-check
import { say } from './project.mjs';

/**
 * Runs a script's work: its result is the exit code, and an error is printed as a sentence without a stack.
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
