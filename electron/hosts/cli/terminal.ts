import type { Writable } from 'node:stream';
import { plainLines, plainText } from '#shared/plain-text.ts';
import { type Interrupts, processInterrupts } from './interrupts.ts';
import { bearLostStreams } from './standard-streams.ts';

/** The surroundings of the command line: tests replace them. */
export interface Terminal {
  readonly stdout: Writable;
  /** True where standard output is a terminal, and not a file or another program. */
  readonly stdoutIsTerminal: boolean;
  /**
   * Shows a message to the person, if possible; never mixed into the table on standard output. Control
   * characters become visible.
   */
  say(text: string): void;
  /** Replaces the last line of a terminal; only if `interactive`. */
  status(line: string): void;
  /** True where standard error is a terminal that shows a progress bar. */
  readonly interactive: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Begins to handle Ctrl+C, SIGTERM and hang-ups. */
  interrupts(): Interrupts;
}

const clearLine = '\r\u001b[2K';

export function terminal(): Terminal {
  const { stdout, stderr } = process;
  bearLostStreams();
  let hasStatus = false;
  return {
    stdout,
    stdoutIsTerminal: stdout.isTTY === true,
    interactive: stderr.isTTY === true,
    columns: stderr.columns ?? 80,
    env: process.env,
    say: (text) => {
      const line = plainLines(text);
      stderr.write(hasStatus ? `${clearLine}${line}\n` : `${line}\n`);
      hasStatus = false;
    },
    status: (line) => {
      stderr.write(`${clearLine}${plainText(line)}`);
      hasStatus = line !== '';
    },
    interrupts: processInterrupts,
  };
}
