import type { EngineApi } from '#shared/engine-protocol/protocol.ts';
import type { PausedBy, RunSnapshot } from '#shared/engine-protocol/run.ts';
import { failedPages } from '#shared/engine-protocol/run-tone.ts';
import { TrawlError } from '#shared/errors/trawl-error.ts';
import { formatCount } from '#shared/format.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { type Interrupts, leaveAtOnce } from './interrupts.ts';
import { createProgress } from './progress.ts';
import { summaryLines } from './summary.ts';
import type { Terminal } from './terminal.ts';

/** `interrupted`: its engine ended and could not resume it. */
const endStates: ReadonlySet<RunSnapshot['state']> = new Set([
  'finished',
  'stopped',
  'halted',
  'interrupted',
]);

/** In the window a person decides whether the run continues; a command cannot ask. */
const stopping: ReadonlySet<PausedBy> = new Set(['safeguard', 'login', 'results']);

/**
 * Starts a run by `start` and shows it to its end. The first interrupt stops the run, so that all finished
 * work is committed; the next one ends the process at once, and the run can still be resumed.
 */
export async function watchRun(
  engine: EngineApi,
  terminal: Terminal,
  quiet: boolean,
  interrupts: Pick<Interrupts, 'stop' | 'leave'>,
  start: () => Promise<string>,
): Promise<{ readonly runId: string; readonly code: ExitCode }> {
  const progress = createProgress(terminal, quiet);
  const early: RunSnapshot[] = [];
  let take = (snapshot: RunSnapshot): void => void early.push(snapshot);
  const offEvents = engine.onEvent((event) => {
    if (event.kind === 'run') take(event.snapshot);
  });
  let runId = '';
  let wasPaused = false;
  let shortOfSockets = false;
  let giveUp = (_: TrawlError): void => undefined;
  const stopRun = (): void => {
    terminal.say('Stopping; what is done is kept. Press Ctrl+C again to leave at once.');
    if (runId !== '') void stop(engine, runId, terminal);
    else giveUp(new TrawlError('CANCELLED', 'Stopped before the run had begun.'));
  };
  interrupts.stop.addEventListener('abort', stopRun);
  interrupts.leave.addEventListener('abort', leaveAtOnce);
  try {
    // Reading the list can take long, and does not end while a pipe stays open.
    const stopped = new Promise<never>((_, reject) => (giveUp = reject));
    runId = await Promise.race([start(), stopped]);
    let lastPause: string | null = null;
    const last = await new Promise<RunSnapshot>((resolve) => {
      take = (snapshot) => {
        if (snapshot.runId !== runId) return;
        const { pausedBy, stateReason } = snapshot;
        const pause = pausedBy === 'person' ? null : pausedBy && stateReason;
        if (pause !== null && pause !== lastPause) terminal.say(pause);
        lastPause = pause;
        if (snapshot.limit.kind === 'open-files' && !shortOfSockets) {
          shortOfSockets = true;
          terminal.say(shortage(snapshot.limit.concurrency));
        }
        if (pausedBy !== null && stopping.has(pausedBy) && !wasPaused) {
          wasPaused = true;
          const next = pausedBy === 'login' ? wayOnWithCookies(runId) : wayOn(runId);
          terminal.say(
            `The run is stopped; what is done is kept. ${next} ` +
              'The option "safeguard": false of a job lets it run on.',
          );
          void stop(engine, runId, terminal);
        }
        progress.show(snapshot);
        if (endStates.has(snapshot.state)) resolve(snapshot);
      };
      early.forEach(take);
    });
    progress.end();
    if (!quiet) for (const line of summaryLines(last)) terminal.say(line);
    if (last.state === 'interrupted') terminal.say(`The run was cut off. ${wayOn(runId)}`);
    return { runId, code: codeOf(last, interrupts.stop.aborted, wasPaused) };
  } finally {
    interrupts.stop.removeEventListener('abort', stopRun);
    interrupts.leave.removeEventListener('abort', leaveAtOnce);
    offEvents();
  }
}

const wayOn = (runId: string): string => `"trawl resume ${runId}" resumes it.`;
const wayOnWithCookies = (runId: string): string =>
  `Log in again in a browser; "trawl resume ${runId} --cookies FILE" resumes the run with the new cookies.`;

function codeOf(last: RunSnapshot, interrupted: boolean, wasPaused: boolean): ExitCode {
  if (last.state === 'halted') return exitCode.error;
  if (last.state === 'interrupted') return interrupted ? exitCode.interrupted : exitCode.error;
  if (wasPaused && !interrupted) return exitCode.failedRequests;
  if (last.state === 'stopped' || (interrupted && last.counts.queued > 0))
    return exitCode.interrupted;
  return finishedCode(last);
}

export function finishedCode(run: RunSnapshot): ExitCode {
  if (failedPages(run) > 0) return exitCode.failedRequests;
  return run.warnings.length > 0 ? exitCode.warnings : exitCode.done;
}

const shortage = (atOnce: number): string =>
  `This computer has no room for more open connections: ${formatCount(atOnce)} at once for now, and no try is lost. ` +
  'Lower --concurrency, or raise the limit of open files (ulimit -n).';

/** A run that has just finished cannot be stopped any more, and need not be. */
async function stop(engine: EngineApi, runId: string, terminal: Terminal): Promise<void> {
  try {
    await engine.call('run.stop', { runId });
  } catch (error) {
    terminal.say(error instanceof Error ? error.message : String(error));
  }
}
