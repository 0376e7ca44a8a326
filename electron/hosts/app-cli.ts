import { runCli } from './cli/run-cli.ts';
import { terminal } from './cli/terminal.ts';

/**
 * The command line inside the app: main loads this file when it is started with its words. The
 * engine runs in this very process: without a display Electron starts no other.
 */
export function runWords(words: readonly string[]): Promise<number> {
  return runCli(words, terminal());
}
