import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CutOffRun } from '#shared/ipc/contract.ts';
import { writeWholeFile } from '../files/whole-file.ts';
import type { JobLibrary } from './library/job-library.ts';
import { isActive, type KnownRun, type RunBoard } from './run-board.ts';

/** Runs that ended with the last session and were not stopped by the person. */
export interface CutOffRuns {
  /** The newest run of each job, if it was cut off. */
  find(): Promise<readonly CutOffRun[]>;
  /** Stores which runs are live, just before they are stopped with everything else. */
  remember(): Promise<void>;
}

interface CutOffRunsParts {
  readonly file: string;
  readonly library: Pick<JobLibrary, 'list'>;
  readonly runs: Pick<RunBoard, 'all' | 'newestOf' | 'onChange'>;
  /** Resolves when the board has read the existing runs. */
  readonly runsAreKnown: Promise<void>;
}

/**
 * A run whose process died shows as interrupted without this file. One that was stopped because Trawl was
 * quit or the computer shut down shows as stopped: its id is kept in `file` until the next quit, and has no
 * effect once the run continues.
 */
export async function openCutOffRuns(parts: CutOffRunsParts): Promise<CutOffRuns> {
  const { file, library, runs, runsAreKnown } = parts;
  const stoppedByQuitting = await read(file);
  runs.onChange((run) => {
    if (run !== null && goesOn(run)) stoppedByQuitting.delete(run.runId);
  });
  return {
    async find() {
      await runsAreKnown;
      return library.list().flatMap(({ id, job: { name } }) => {
        const run = runs.newestOf({ id, name });
        if (run === null) return [];
        const cutOff =
          run.state === 'interrupted' ||
          (run.state === 'stopped' && stoppedByQuitting.has(run.runId));
        return cutOff ? [{ runId: run.runId, jobId: id, jobName: name }] : [];
      });
    },
    async remember() {
      const going = runs.all().filter(goesOn);
      await writeWholeFile(file, `${JSON.stringify(going.map(({ runId }) => runId))}\n`);
    },
  };
}

/** Also a run that waits for the network. A run that a person has paused is not included. */
function goesOn({ state, pausedBy }: KnownRun): boolean {
  return (isActive(state) && state !== 'stopping') || pausedBy === 'network';
}

async function read(file: string): Promise<Set<string>> {
  try {
    return new Set(z.array(z.string()).parse(JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    // Missing at the first start, and ignored if it is damaged.
    return new Set();
  }
}
