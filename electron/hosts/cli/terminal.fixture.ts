import { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';

/**
 * For tests: a terminal whose output is only recorded.
 *
 * @param said receives the messages, a line each
 * @param written receives the text for standard output, in pieces
 */
export function deafTerminal(
  said: string[],
  written: string[] = [],
  env: Terminal['env'] = {},
): Terminal {
  return {
    stdout: new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    }),
    stdoutIsTerminal: false,
    say: (line) => void said.push(line),
    status: () => undefined,
    interactive: false,
    columns: 80,
    env,
    interrupts: () => ({
      stop: new AbortController().signal,
      leave: new AbortController().signal,
      end: () => undefined,
    }),
  };
}
