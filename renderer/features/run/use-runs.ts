import { startTransition, useCallback, useEffect, useRef, useState } from 'react';
import { call, on } from '#renderer/bridge/client.ts';
import type { RunSummary } from '#shared/engine-protocol/run.ts';
import { toErrorReply } from '#shared/errors/trawl-error.ts';
import { isAtRest } from './run-feed.ts';

interface JobRuns {
  /** Newest first; null until they are loaded. */
  readonly runs: readonly RunSummary[] | null;
  readonly problem: string | null;
  readonly refresh: () => void;
}

/** The runs of a job. Read again when one begins, comes to rest or disappears; not at every snapshot. */
export function useRuns(jobId: string): JobRuns {
  const [runs, setRuns] = useState<readonly RunSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const newest = useRef(0);

  const refresh = useCallback(() => {
    newest.current += 1;
    const mine = newest.current;
    call('runs.list', { jobId }).then(
      (list) => {
        if (mine !== newest.current) return;
        // Rendered in slices of time: a run's screen is large.
        startTransition(() => {
          setRuns(list);
          setProblem(null);
        });
      },
      (error: unknown) => {
        if (mine === newest.current) setProblem(toErrorReply(error).message);
      },
    );
  }, [jobId]);

  useEffect(() => {
    refresh();
    /** Whether each run is at rest, by its last snapshot. */
    const resting = new Map<string, boolean>();
    const stops = [
      on('engine', (event) => {
        if (event.kind !== 'run' || event.snapshot.jobId !== jobId) return;
        const { runId, state } = event.snapshot;
        const rests = isAtRest(state);
        if (resting.get(runId) === rests) return;
        resting.set(runId, rests);
        refresh();
      }),
      on('engine-status', ({ state }) => {
        if (state === 'ready') refresh();
      }),
    ];
    return () => {
      newest.current += 1;
      for (const stop of stops) stop();
    };
  }, [jobId, refresh]);

  return { runs, problem, refresh };
}
