import { exitCode } from './cli/exit-code.ts';
import { leaveAtOnce } from './cli/interrupts.ts';
import { runCli } from './cli/run-cli.ts';
import { letGoOfLostTerminals } from './cli/standard-streams.ts';
import { terminal } from './cli/terminal.ts';

/**
 * The command line inside the app: main loads this file when the app is started with a command. The engine
 * runs in this same process: without a display Electron can start no other.
 */
export async function runWords(words: readonly string[]): Promise<number> {
  const code = await runCli(words, terminal());
  letGoOfLostTerminals();
  // The engine is in this process, and cancelled work may still hold one of its threads.
  if (code === exitCode.interrupted) leaveAtOnce();
  return code;
}
