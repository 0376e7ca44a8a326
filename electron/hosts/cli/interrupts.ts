import { constants, readFileSync, readlinkSync } from 'node:fs';
import { exitCode } from './exit-code.ts';

/** The requests that the signals to the command line make. */
export interface Interrupts {
  /** Finish; the work done so far is kept. */
  readonly stop: AbortSignal;
  /** Exit at once. */
  readonly leave: AbortSignal;
  /** From now on signals end the process again, as they do by default. */
  end(): void;
}

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Under npm, one press of Ctrl+C arrives twice: from the terminal, and passed on by npm. */
const onePressMs = 300;

/**
 * Interprets signals: the first means stop; Ctrl+C after it means leave. A closing terminal sends two
 * hang-ups (from its shell and from the system), and `timeout` sends its signal twice: these never mean
 * leave.
 */
export class InterruptReader {
  readonly #nowMs: () => number;
  #firstMs: number | null = null;

  /** @param nowMs milliseconds that never go back */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Null for a signal that changes nothing. */
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
 * Whether the process runs under `nohup`, whose request to ignore hang-ups Node undoes. It can be seen from
 * standard input: if that was a terminal, it is the null device opened for writing only. Detected on Linux
 * only.
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

/** Handles the signals of this process until `end`. */
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
 * Ends this process as Ctrl+C does by default, which a shell reports as status 130. `process.exit` would wait
 * for every thread that hangs in the system, such as one that opens a pipe without a writer.
 */
export function leaveAtOnce(): void {
  for (const signal of signals) process.removeAllListeners(signal);
  if (process.platform === 'win32') process.exit(exitCode.interrupted);
  process.kill(process.pid, 'SIGINT');
}
