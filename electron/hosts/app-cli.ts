import { runCli } from './cli/run-cli.ts';
import { terminal } from './cli/terminal.ts';

/** The command line inside the app: main loads this file when it is started with its words. */
export function runWords(words: readonly string[]): Promise<number> {
  return runCli(words, terminal());
}
