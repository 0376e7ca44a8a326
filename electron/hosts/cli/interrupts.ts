import { constants, readFileSync, readlinkSync } from 'node:fs';
import { exitCode } from './exit-code.ts';

/** What the signals that the command line got ask of it. */
export interface Interrupts {
  /** Come to an end; what is done is kept. */
  readonly stop: AbortSignal;
  /** Leave at once. */
  readonly leave: AbortSignal;
  /** Signals end the process again, as they do by default. */
  end(): void;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** One press of Ctrl+C comes twice under npm: from the terminal, and passed on by npm. */
const onePressMs = 300;

/**
 * Reads signals as wishes: the first says stop; Ctrl+C after it says leave. A closing terminal hangs
 * up twice (its shell does, and the system), and `timeout` ends twice: these never say leave.
 */
export class InterruptReader {
  readonly #nowMs: () => number;
  #firstMs: number | null = null;

  /** @param nowMs milliseconds that never go back */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Null for a signal that says nothing new. */
  read(signal: InterruptSignal): 'stop' | 'leave' | null {
    const nowMs = this.#nowMs();
    if (this.#firstMs === null) {
      this.#firstMs = nowMs;
      return 'stop';
    }
    return signal === 'SIGINT' && nowMs - this.#firstMs >= onePressMs ? 'leave' : null;
  }
}

/**
 * Node undoes what `nohup` asks of a process, to ignore hang-ups. What it leaves is that standard input,
 * where it was a terminal, is the null device opened for writing alone. Told on Linux only.
 */
const startedByNohup = ((): boolean => {
  try {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync('/proc/self/fdinfo/0', 'utf8'))?.[1] ?? '0';
    const writesOnly = (Number.parseInt(flags, 8) & 3) === constants.O_WRONLY;
    return writesOnly && readlinkSync('/proc/self/fd/0') === '/dev/null';
  } catch {
    return false;
  }
})();
const signals: readonly InterruptSignal[] = startedByNohup
  ? ['SIGINT', 'SIGTERM']
  : ['SIGINT', 'SIGTERM', 'SIGHUP'];
if (startedByNohup) process.on('SIGHUP', () => undefined);

/** Listens to the signals of this process until `end`. */
export function processInterrupts(): Interrupts {
  const stop = new AbortController();
  const leave = new AbortController();
  const reader = new InterruptReader(() => performance.now());
  const listener = (signal: NodeJS.Signals): void => {
    const wish = reader.read(signal as InterruptSignal);
    if (wish === 'stop') stop.abort();
    if (wish === 'leave') leave.abort();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    stop: stop.signal,
    leave: leave.signal,
    end() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

/**
 * Ends this process as Ctrl+C does by default, which a shell reports as status 130. `process.exit`
 * would wait for every thread that hangs in the system, such as one that opens a pipe without a writer.
 */
export function leaveAtOnce(): void {
  for (const signal of signals) process.removeAllListeners(signal);
  if (process.platform === 'win32') process.exit(exitCode.interrupted);
  process.kill(process.pid, 'SIGINT');
}
