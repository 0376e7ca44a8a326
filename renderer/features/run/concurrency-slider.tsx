import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { formatCount } from '#shared/format.ts';
import { concurrencySteps, nearestStep } from './concurrency-scale.ts';
import classes from './concurrency-slider.module.css';
import { useSampled } from './live.tsx';
import { isAtRest, type RunFeed } from './run-feed.ts';
import { throttled } from './throttle.ts';

const sendEveryMs = 200;
/** The time for which the slider keeps the chosen value before it follows the run again. */
const settleMs = 1500;

interface ConcurrencySliderProps {
  readonly runId: string;
  readonly feed: RunFeed;
}

/** The number of pages fetched at once; changes apply to the active run. */
export function ConcurrencySlider({ runId, feed }: ConcurrencySliderProps) {
  const actual = useSampled(feed, 250, (snapshot) => snapshot?.concurrency ?? 0);
  const live = useSampled(feed, 250, (s) => s !== null && !isAtRest(s.state));
  const [chosen, setChosen] = useState<number | null>(null);
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null);
  const send = useMemo(
    () =>
      throttled(sendEveryMs, (concurrency: number) => {
        call('run.set-concurrency', { runId, concurrency }).catch((error: unknown) =>
          toastError('The concurrency could not be changed.', error),
        );
      }),
    [runId],
  );
  useEffect(
    () => () => {
      if (settle.current !== null) clearTimeout(settle.current);
    },
    [],
  );
  if (!live) return null;

  const choose = (step: number) => {
    const concurrency = concurrencySteps[step];
    if (concurrency === undefined) return;
    setChosen(concurrency);
    send(concurrency);
    if (settle.current !== null) clearTimeout(settle.current);
    settle.current = setTimeout(() => setChosen(null), settleMs);
  };
  const shown = chosen ?? actual;
  return (
    <label className={classes['control']} title="Pages fetched at once. Acts on this run only.">
      <span className={classes['label']}>At once</span>
      <input
        type="range"
        className={classes['range']}
        min={0}
        max={concurrencySteps.length - 1}
        step={1}
        value={nearestStep(shown)}
        aria-label="Pages fetched at once"
        aria-valuetext={formatCount(shown)}
        onChange={(event) => choose(event.currentTarget.valueAsNumber)}
      />
      <output className={classes['value']}>{formatCount(shown)}</output>
    </label>
  );
}
