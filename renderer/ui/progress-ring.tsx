import classes from './progress-ring.module.css';

export type RingTone = 'idle' | 'active' | 'paused' | 'done' | 'warned' | 'failed';

interface ProgressRingProps {
  /** The share that is done, from 0 to 1. */
  readonly value: number;
  readonly tone: RingTone;
  readonly size?: number;
}

const radius = 6.5;
const circumference = 2 * Math.PI * radius;

/** A small ring beside a name whose text gives the same information: hence hidden from screen readers. */
export function ProgressRing({ value, tone, size = 16 }: ProgressRingProps) {
  const shown = Math.min(1, Math.max(0, value));
  return (
    <svg
      className={classes['ring']}
      data-tone={tone}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <circle className={classes['track']} cx="8" cy="8" r={radius} />
      {shown > 0 && (
        <circle
          className={classes['arc']}
          cx="8"
          cy="8"
          r={radius}
          strokeDasharray={`${shown * circumference} ${circumference}`}
          transform="rotate(-90 8 8)"
        />
      )}
    </svg>
  );
}
