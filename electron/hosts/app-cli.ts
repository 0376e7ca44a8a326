import { exitCode } from './cli/exit-code.ts';
import { leaveAtOnce } from './cli/interrupts.ts';
import { runCli } from './cli/run-cli.ts';
import { letGoOfLostTerminals } from './cli/standard-streams.ts';
import { terminal } from './cli/terminal.ts';

/**
 * The command line inside the app: main loads this file when it is started with its words. The
 * engine runs in this very process: without a display Electron starts no other.
 */
export async function runWords(words: readonly string[]): Promise<number> {
  const code = await runCli(words, terminal());
  letGoOfLostTerminals();
  // The engine is in this process, and what was given up may still hold a thread of it.
  if (code === exitCode.interrupted) leaveAtOnce();
  return code;
}
