import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '#renderer/bridge/client.ts';
import { toastError } from '#renderer/ui/toast.tsx';
import { formatCount } from '#shared/format.ts';
import { concurrencySteps, nearestStep } from './concurrency-scale.ts';
import classes from './limit-slider.module.css';
import { useSampled } from './live.tsx';
import { isAtRest, type RunFeed } from './run-feed.ts';
import { throttled } from './throttle.ts';

const sendEveryMs = 200;
/** The time for which the slider keeps the chosen value before it follows the run again. */
const settleMs = 1500;

const limits = {
  concurrency: { label: 'At once', what: 'Pages fetched at once' },
  perHost: { label: 'From one host', what: 'Pages fetched at once from one host' },
} as const;

interface LimitSliderProps {
  readonly runId: string;
  readonly feed: RunFeed;
  readonly option: keyof typeof limits;
}

/** How many pages are fetched at once, in all or from one host; changes apply to the active run. */
export function LimitSlider({ runId, feed, option }: LimitSliderProps) {
  const { label, what } = limits[option];
  const actual = useSampled(feed, 250, (snapshot) => snapshot?.[option] ?? 0);
  const live = useSampled(feed, 250, (s) => s !== null && !isAtRest(s.state));
  const [chosen, setChosen] = useState<number | null>(null);
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null);
  const send = useMemo(
    () =>
      throttled(sendEveryMs, (value: number) => {
        call('run.set-options', { runId, change: { [option]: value } }).catch((error: unknown) =>
          toastError('The limit could not be changed.', error),
        );
      }),
    [runId, option],
  );
  useEffect(
    () => () => {
      if (settle.current !== null) clearTimeout(settle.current);
    },
    [],
  );
  if (!live) return null;

  const choose = (step: number) => {
    const value = concurrencySteps[step];
    if (value === undefined) return;
    setChosen(value);
    send(value);
    if (settle.current !== null) clearTimeout(settle.current);
    settle.current = setTimeout(() => setChosen(null), settleMs);
  };
  const shown = chosen ?? actual;
  return (
    <label className={classes['control']} title={`${what}. Acts on this run only.`}>
      <span className={classes['label']}>{label}</span>
      <input
        type="range"
        className={classes['range']}
        min={0}
        max={concurrencySteps.length - 1}
        step={1}
        value={nearestStep(shown)}
        aria-label={what}
        aria-valuetext={formatCount(shown)}
        onChange={(event) => choose(event.currentTarget.valueAsNumber)}
      />
      <output className={classes['value']}>{formatCount(shown)}</output>
    </label>
  );
}
